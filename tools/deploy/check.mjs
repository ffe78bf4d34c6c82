/** Behind `npm run check:deploy`. Installs and builds what is missing, then checks in this same process. */
import { build } from '../stack/bootstrap/build.mjs';
import { assertNode, install } from '../stack/bootstrap/install.mjs';
import { say } from '../stack/bootstrap/run.mjs';

try {
  assertNode();
  await install();
  await build();
  await import('./dist/main.js');
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
