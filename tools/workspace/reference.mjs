/**
 * Writes docs/reference from the documents that a gateway serves; with --check it only tells if the pages are stale.
 * Needs apps/gateway built.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import * as prettier from 'prettier';

import { restPage } from './reference/rest-page.mjs';
import { socketsPage } from './reference/sockets-page.mjs';
import { root } from '../stack/bootstrap/root.mjs';

const check = process.argv.includes('--check');
const folder = join(root, 'docs/reference');
const built = (path) => import(pathToFileURL(join(root, 'apps/gateway/dist', path)).href);

const { restRoutes } = await built('http/rest-routes.js');
const { openApiDocument } = await built('rest/open-api.js');
const { asyncApiDocument } = await built('rest/async-api.js');
const { spokenDialects } = await built('dialects.js');
const { readSettings } = await import(pathToFileURL(join(root, 'libs/settings/dist/index.js')).href);

/** As they are where nothing is set. */
const settings = readSettings({});
const pages = {
  // Handlers are not called here, so they need nothing to work with.
  'rest.md': restPage(openApiDocument(restRoutes({ settings }))),
  'sockets.md': socketsPage(asyncApiDocument(spokenDialects(settings))),
};

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const file = join(folder, name);
  const next = await prettier.format(text, { ...(await prettier.resolveConfig(file)), parser: 'markdown' });
  if (existsSync(file) && readFileSync(file, 'utf8') === next) continue;
  if (!check) writeFileSync(file, next);
  else {
    process.stderr.write(`docs/reference/${name} is stale: run \`node tools/workspace/reference.mjs\`.\n`);
    process.exitCode = 1;
  }
}
