#!/usr/bin/env node
/** Behind `npm run noroshi`. Installs and builds what is missing, then runs the command in this same process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { assertNode, install } from '../stack/bootstrap/install.mjs';
import { root } from '../stack/bootstrap/root.mjs';
import { run, say } from '../stack/bootstrap/run.mjs';

try {
  assertNode();
  await install();
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  // What `restore` runs is a part of the product.
  const projects = ['tools/cli', ...(process.argv[2] === 'restore' ? ['apps/analytics'] : [])];
  if ((await run(process.execPath, [tsc, '-b', ...projects.map((path) => join(root, path))], { cwd: root })) !== 0)
    throw new Error('The build failed: see the messages above.');
  const { runAsProcess } = await import('./dist/index.js');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await runAsProcess(version, root);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
