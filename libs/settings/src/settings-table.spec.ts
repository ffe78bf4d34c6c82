import { readFileSync } from 'node:fs';

import { settingsTable } from './settings-table.js';

describe('docs/settings.md', () => {
  it('holds the table of all settings (stale? run: node tools/workspace/settings-table.mjs)', () => {
    const page = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
    expect(page).toContain(`\n${settingsTable()}\n`);
  });
});
