/** Installs what package-lock.json names. Node built-ins only: it runs before node_modules exists. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './root.mjs';
import { run, say } from './run.mjs';

const lock = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules/.noroshi-installed');
/** npm's own record of what it put there. */
const record = join(root, 'node_modules/.package-lock.json');
/** npm writes its record and the lock file together, in no given order. */
const SAME_TIME_MS = 10_000;

const OLDEST_NODE = [20, 19];

/** @throws {Error} with one sentence when this Node is too old. */
export const assertNode = (version = process.versions.node) => {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(`Noroshi needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${version}.`);
};

const lockHash = () => createHash('sha256').update(readFileSync(lock)).digest('hex');

/** Dependencies may have been installed by hand, which leaves npm's record and no stamp of ours. */
const isInstalled = (hash) => {
  if (!existsSync(record)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  return statSync(record).mtimeMs + SAME_TIME_MS >= statSync(lock).mtimeMs;
};

/** @throws {Error} with one sentence when npm fails. */
export const install = async ({ signal } = {}) => {
  const hash = lockHash();
  if (!isInstalled(hash)) {
    const isFirst = !existsSync(record);
    say(isFirst ? 'installing dependencies (once, a minute or so) ...' : 'dependencies changed: installing ...');
    // Not `ci`: it refuses a lock file made where the native packages of other platforms were not to be had, and it
    // would remove node_modules first where only a difference is to be installed.
    const args = ['install', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    const code = await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: root, signal });
    if (signal?.aborted) return;
    if (code !== 0) throw new Error('npm could not install the dependencies: see its message above, and start again.');
  }
  writeFileSync(stamp, lockHash());
};
