import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Where the nats-server for tests is: NATS_SERVER_BIN, else PATH, else `.noroshi/bin` of the repository, where
 * `npm start` and `npm test` put the one they provisioned.
 * @throws Error saying how to get one.
 */
export const natsServerBinary = (env: NodeJS.ProcessEnv = process.env): string => {
  if (env['NATS_SERVER_BIN']) return env['NATS_SERVER_BIN'];
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), join(repository, '.noroshi/bin')];
  const found = folders.map((folder) => join(folder, 'nats-server')).find((file) => existsSync(file));
  if (found) return found;
  throw new Error('No nats-server for the tests: run `npm test` once (it fetches one) or set NATS_SERVER_BIN.');
};
