/**
 * Writes the catalogue of metrics into docs/metrics.md; with --check it only tells if the page is stale.
 * Needs libs/telemetry built.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import * as prettier from 'prettier';

import { replaceSection } from './replace-section.mjs';
import { root } from '../stack/bootstrap/root.mjs';

const check = process.argv.includes('--check');
const file = join(root, 'docs/metrics.md');
const { metricCatalogue } = await import(pathToFileURL(join(root, 'libs/telemetry/dist/index.js')).href);

const row = ([name, { type, unit, labels, meaning }]) =>
  `| \`${name}\` | ${type} | ${unit} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${meaning} |`;

const options = { ...(await prettier.resolveConfig(file)), parser: 'markdown' };
for (const name of ['all', 'gateway', 'consumers', 'services', 'windows']) {
  const told = Object.entries(metricCatalogue).filter(([, { toldBy }]) => toldBy === name);
  const lines = ['| Name | Type | Unit | Labels | Means |', '|-|-|-|-|-|', ...told.map(row)];
  const text = (await prettier.format(lines.join('\n'), options)).trimEnd();
  if (replaceSection({ file, name, text, check }) || !check) continue;
  process.stderr.write(`The metrics in docs/metrics.md are stale: run \`node tools/workspace/metrics-table.mjs\`.\n`);
  process.exitCode = 1;
}
