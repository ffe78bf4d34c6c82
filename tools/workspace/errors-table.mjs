/**
 * Writes the catalogue of errors and close codes into docs/errors.md; with --check it only tells if the page is stale.
 * Needs libs/protocol built.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import * as prettier from 'prettier';

import { replaceSection } from './replace-section.mjs';
import { root } from '../stack/bootstrap/root.mjs';

const check = process.argv.includes('--check');
const file = join(root, 'docs/errors.md');
const { disconnects, errors } = await import(pathToFileURL(join(root, 'libs/protocol/dist/index.js')).href);

const errorRow = ([code, { status, message, retry }]) =>
  `| \`${code}\` | ${status} | ${message} | ${retry ? 'yes' : 'no'} |`;

const closingRow = ({ code, reason, reconnect }) => `| ${code} | ${reason} | ${reconnect ? 'yes' : 'no'} |`;

const byCode = (a, b) => a.code - b.code || a.reason.localeCompare(b.reason);

const tables = {
  errors: ['| Code | HTTP status | Sentence | Try again |', '|-|-|-|-|', ...Object.entries(errors).map(errorRow)],
  closings: ['| Code | Reason | Come back |', '|-|-|-|', ...Object.values(disconnects).sort(byCode).map(closingRow)],
};

const options = { ...(await prettier.resolveConfig(file)), parser: 'markdown' };
for (const [name, lines] of Object.entries(tables)) {
  const text = (await prettier.format(lines.join('\n'), options)).trimEnd();
  if (replaceSection({ file, name, text, check }) || !check) continue;
  process.stderr.write(`The ${name} in docs/errors.md are stale: run \`node tools/workspace/errors-table.mjs\`.\n`);
  process.exitCode = 1;
}
