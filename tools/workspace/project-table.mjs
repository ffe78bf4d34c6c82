/** Writes the table of projects into README.md from the Nx graph and its tags; with --check it only tells if it is stale. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as prettier from 'prettier';

import { layers } from '../../eslint.config.mjs';
import { projectGraph } from './project-graph.mjs';
import { replaceSection } from './replace-section.mjs';
import { root } from '../stack/bootstrap/root.mjs';

const check = process.argv.includes('--check');
const file = join(root, 'README.md');

const rankOf = (layer) => layers.findIndex(({ tag }) => tag === layer);
const mayImport = (layer) => layers.find(({ tag }) => tag === layer)?.may.join(', ') || 'nothing';

const row = ({ root: path, layer, runtime, description }) =>
  `| [${path}](${path}) | ${layer} | ${runtime} | ${mayImport(layer)} | ${description.replaceAll('|', '\\|')} |`;

const projects = projectGraph().sort((a, b) => rankOf(a.layer) - rankOf(b.layer) || a.root.localeCompare(b.root));
const table = ['| Project | Layer | Runs on | May import | What it is |', '|-|-|-|-|-|', ...projects.map(row)].join(
  '\n',
);
const text = await prettier.format(table, { ...(await prettier.resolveConfig(file)), parser: 'markdown' });

if (!existsSync(file)) writeFileSync(file, '# Noroshi\n\n<!-- projects:start -->\n<!-- projects:end -->\n');
const wasFresh = replaceSection({ file, name: 'projects', text: text.trimEnd(), check });
if (check && !wasFresh) {
  process.stderr.write('The table of projects in README.md is stale: run `node tools/workspace/project-table.mjs`.\n');
  process.exitCode = 1;
}
