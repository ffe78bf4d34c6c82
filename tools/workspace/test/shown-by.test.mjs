/** Pages that claim something name the tests that show it: all of them are there, and no point goes without one. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../stack/bootstrap/root.mjs';

const pages = ['docs/security.md', 'docs/guarantees.md'];

const pointsOf = (page) =>
  readFileSync(join(root, page), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((text) => ({ title: text.slice(0, text.indexOf('\n')), lines: text.split('\n') }));

const shownBy = /^- \[[^\]]+\]\(\.\.\/([^)]+)\): “(.+)”$/;

/** Names stand in quotes of their kind, as the first thing that a test or a row of its table is given. */
const isNamedIn = (source, name) => ["'", '`', '"'].some((quote) => source.includes(`${quote}${name}${quote}`));

for (const page of pages) {
  const points = pointsOf(page);

  test(`${page} has points`, () => {
    assert.ok(points.length > 10);
  });

  for (const { title, lines } of points) {
    test(`${page}, ${title}: is shown by tests that exist, or says why not`, () => {
      const tests = lines.map((line) => shownBy.exec(line)).filter((match) => match !== null);
      assert.ok(tests.length > 0 || lines.some((line) => line.startsWith('- Not tested here: ')), 'no test is named');
      for (const [, path, name] of tests) {
        assert.match(path, /\.spec\.tsx?$/);
        assert.ok(isNamedIn(readFileSync(join(root, path), 'utf8'), name), `${path} has no test “${name}”`);
      }
    });
  }
}
