/** Builds what is stale: TypeScript projects by their own record, the page by the age of its inputs. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './root.mjs';
import { run, say } from './run.mjs';

const bin = (path) => join(root, 'node_modules', path);

/** Without Nx: `tsc -b` knows what is stale, needs no daemon and starts in half the time. @returns {Promise<boolean>} */
export const buildTypeScript = async ({ signal } = {}) => {
  const isFirst = !existsSync(join(root, 'tools/stack/dist'));
  if (isFirst) say('building (once, half a minute or so) ...');
  return (await run(process.execPath, [bin('typescript/bin/tsc'), '-b'], { cwd: root, signal })) === 0;
};

/** Files and folders of the page's build; a folder's own age tells of files that went. */
const pageInputs = ['apps/web', 'libs/client', 'libs/react', 'package-lock.json'];
const notInputs = new Set(['dist', 'node_modules', 'test-results']);

const newest = (path) => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // The folder of the project itself changes with its dist.
  const own = existsSync(join(path, 'package.json')) ? 0 : stats.mtimeMs;
  const names = readdirSync(path).filter((name) => !notInputs.has(name));
  return Math.max(own, ...names.map((name) => newest(join(path, name))));
};

export const isPageStale = () => {
  const page = statSync(join(root, 'apps/web/dist/index.html'), { throwIfNoEntry: false });
  return !page || pageInputs.some((path) => newest(join(root, path)) > page.mtimeMs);
};

/** @returns {Promise<boolean>} */
export const buildPage = async ({ signal } = {}) => {
  const app = join(root, 'apps/web');
  if (!existsSync(join(app, 'index.html')) || !isPageStale()) return true;
  say('building the web page ...');
  const env = { NODE_ENV: 'production' };
  return (
    (await run(process.execPath, [bin('vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: app,
      env,
      signal,
    })) === 0
  );
};

/** @throws {Error} with one sentence when something does not build. */
export const build = async ({ signal } = {}) => {
  const isBuilt = (await buildTypeScript({ signal })) && !signal?.aborted && (await buildPage({ signal }));
  if (!isBuilt && !signal?.aborted) throw new Error('The build failed: see the messages above.');
};
