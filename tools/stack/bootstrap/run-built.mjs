/** Behind the commands that need the whole product: installs and builds what is missing, then runs a program in this same process. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './build.mjs';
import { assertNode, install } from './install.mjs';
import { root } from './root.mjs';
import { say } from './run.mjs';

/** @param program its path in the repository; a failure is told in one line, and is the exit code 1 */
export const runBuilt = async (program) => {
  try {
    assertNode();
    await install();
    await build();
    await import(pathToFileURL(join(root, program)).href);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
};
