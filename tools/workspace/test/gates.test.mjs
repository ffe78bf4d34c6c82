/** The lint gates are on: each fixture is linted with the real configuration, as if it were a file of a real project. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { ESLint } from 'eslint';

import { projectGraph } from '../project-graph.mjs';
import { root } from '../../stack/bootstrap/root.mjs';

// The boundaries rule reads the graph that Nx computed last, and is skipped in silence when there is none.
projectGraph();

const folder = join(root, 'tools/workspace/fixtures');

const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    files: ['**/fixture.ts', '**/fixture.spec.ts'],
    languageOptions: {
      parserOptions: {
        projectService: {
          // These files do not exist, so no project's tsconfig knows them.
          allowDefaultProject: [
            'libs/*/src/fixture*.ts',
            'apps/*/src/fixture*.ts',
            'tools/*/src/fixture*.ts',
            'bench/src/fixture*.ts',
          ],
          defaultProject: 'tsconfig.base.json',
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 50,
        },
      },
    },
  },
});

const header = (text, name) => new RegExp(`^// ${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';

for (const file of readdirSync(folder)) {
  const text = readFileSync(join(folder, file), 'utf8');
  const path = header(text, 'as');
  const expected = header(text, 'breaks');
  test(`${file.replace(/\.ts$/, '')}: ${path} breaks ${expected}`, async () => {
    const [result] = await eslint.lintText(text, { filePath: join(root, path) });
    const broken = [...new Set(result.messages.map(({ ruleId, message }) => ruleId ?? message))].sort();
    assert.deepEqual(broken, expected === 'nothing' ? [] : expected.split(', ').sort());
  });
}
