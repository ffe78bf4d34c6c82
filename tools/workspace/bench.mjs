/** Behind `npm run bench`. Installs and builds what is missing, then measures in this same process. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from '../stack/bootstrap/build.mjs';
import { assertNode, install } from '../stack/bootstrap/install.mjs';
import { root } from '../stack/bootstrap/root.mjs';
import { say } from '../stack/bootstrap/run.mjs';

try {
  assertNode();
  await install();
  await build();
  await import(pathToFileURL(join(root, 'bench/dist/main.js')).href);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
