import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { root } from '../stack/bootstrap/root.mjs';
import { run, say } from '../stack/bootstrap/run.mjs';

const VERSION = 'v1.8.0';

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/**
 * An S3-compatible server for the tests of the archive: VERSITYGW_BIN, else versitygw on PATH, else built with Go, once.
 * @returns {Promise<{ path?: string, problem?: string }>}
 */
export const ensureS3Server = async () => {
  const given = process.env.VERSITYGW_BIN;
  if (given) return existsSync(given) ? { path: given } : { problem: `VERSITYGW_BIN is ${given}, where nothing is` };
  const folder = join(root, '.noroshi/bin');
  const built = join(folder, 'versitygw');
  const found = onPath('versitygw') ?? (existsSync(built) ? built : undefined);
  if (found) return { path: found };
  const go = onPath('go');
  if (!go) return { problem: 'there is no versitygw, and no Go to build one' };
  say('building an S3 server for tests with Go (some minutes) ...');
  const env = { GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '' };
  await run(go, ['install', '-trimpath', `github.com/versity/versitygw/cmd/versitygw@${VERSION}`], { env });
  return existsSync(built) ? { path: built } : { problem: 'versitygw could not be built with Go' };
};
