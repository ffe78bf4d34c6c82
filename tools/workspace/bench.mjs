/** Behind `npm run bench`. Installs and builds what is missing, then measures in this same process. */
import { build } from './build.mjs';
import { assertNode, install } from './install.mjs';
import { say } from './run.mjs';

try {
  assertNode();
  await install();
  await build();
  await import('../../bench/dist/main.js');
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
