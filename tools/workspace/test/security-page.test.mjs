/** docs/security.md names files and tests: all of them are there, and no point goes without one. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../stack/bootstrap/root.mjs';

const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

const points = page
  .split(/^### /m)
  .slice(1)
  .map((text) => ({ title: text.slice(0, text.indexOf('\n')), lines: text.split('\n') }));

const shownBy = /^- \[[^\]]+\]\(\.\.\/([^)]+)\): “(.+)”$/;

/** Names stand in quotes of their kind, as the first thing that a test or a row of its table is given. */
const isNamedIn = (source, name) => ["'", '`', '"'].some((quote) => source.includes(`${quote}${name}${quote}`));

const missingFrom = (text) =>
  [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)]
    .map(([, path]) => join(root, 'docs', path))
    .filter((path) => !existsSync(path));

test('every file that docs/security.md names is there', () => {
  assert.deepEqual(missingFrom(page), []);
});

test('a file that is not there is noticed', () => {
  assert.equal(missingFrom('[x](../nowhere.ts)').length, 1);
});

test('docs/security.md has points', () => {
  assert.ok(points.length > 20);
});

for (const { title, lines } of points) {
  test(`${title}: is shown by tests that exist, or says why not`, () => {
    const tests = lines.map((line) => shownBy.exec(line)).filter((match) => match !== null);
    assert.ok(tests.length > 0 || lines.some((line) => line.startsWith('- Not tested here: ')), 'no test is named');
    for (const [, path, name] of tests) {
      assert.match(path, /\.spec\.tsx?$/);
      assert.ok(isNamedIn(readFileSync(join(root, path), 'utf8'), name), `${path} has no test “${name}”`);
    }
  });
}
