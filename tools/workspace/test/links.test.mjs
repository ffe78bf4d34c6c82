/** Every relative link of the docs leads to a file and a heading that are there. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../stack/bootstrap/root.mjs';
import { checkLinks } from '../links.mjs';

test('every relative link of a Markdown file leads somewhere', () => {
  const { problems, checked } = checkLinks(root);
  assert.ok(checked > 100, `only ${checked} links were found`);
  assert.deepEqual(problems, []);
});

test('a link to no file, or to no heading, is noticed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-links-'));
  try {
    const heading = '# A `code` heading: it’s *fine*\n\n## Twice\n\n## Twice\n';
    writeFileSync(join(folder, 'there.md'), heading);
    const links = [
      ...['there.md', 'there.md#a-code-heading-its-fine', './there.md#twice-1', '#here', 'https://example.com/x.md'],
      ...['gone.md', 'there.md#twice-2', '#nowhere', '../gone', 'gone.png'],
    ];
    const text = ['# Here', ...links.map((link) => `[${link}](${link})`), '```md\n[not a link](gone.md)\n```'].join(
      '\n\n',
    );
    writeFileSync(join(folder, 'page.md'), text);
    assert.deepEqual(
      checkLinks(folder).problems.map((problem) => problem.replace(/^page\.md:\d+: /, '')),
      [
        ...['gone.md: no such file', 'there.md#twice-2: no such heading', '#nowhere: no such heading'],
        ...['../gone: no such file', 'gone.png: no such file'],
      ],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
