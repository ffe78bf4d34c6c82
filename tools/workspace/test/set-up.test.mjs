/** Setting up a bare machine, and keeping generated sections of documents. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { assertNode } from '../../stack/bootstrap/install.mjs';
import { replaceSection } from '../replace-section.mjs';

test('a Node that is too old is refused in one sentence', () => {
  for (const version of ['18.20.4', '20.18.3']) {
    assert.throws(() => assertNode(version), { message: `Noroshi needs Node 20.19 or newer, and this is ${version}.` });
  }
  for (const version of ['20.19.0', '22.0.0', '24.1.0']) assertNode(version);
});

test('a generated section is replaced, and told to be stale before and fresh after', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-section-'));
  const file = join(folder, 'page.md');
  const section = (text, check) => replaceSection({ file, name: 'list', text, check });
  writeFileSync(file, 'before\n<!-- list:start -->\nold\n<!-- list:end -->\nafter\n');
  assert.equal(section('new $1', true), false);
  assert.match(readFileSync(file, 'utf8'), /old/);
  section('new $1', false);
  assert.equal(readFileSync(file, 'utf8'), 'before\n<!-- list:start -->\n\nnew $1\n\n<!-- list:end -->\nafter\n');
  assert.equal(section('new $1', true), true);
  assert.throws(() => replaceSection({ file, name: 'other', text: '' }), /has no <!-- other:start -->/);
  rmSync(folder, { recursive: true });
});
