/** Writes the table of settings into docs/settings.md. Needs libs/settings built. */
import { fileURLToPath } from 'node:url';

import { replaceSection } from './replace-section.mjs';

const root = new URL('../../', import.meta.url);
const { settingsTable } = await import(new URL('libs/settings/dist/index.js', root).href);
replaceSection({ file: fileURLToPath(new URL('docs/settings.md', root)), name: 'settings', text: settingsTable() });
