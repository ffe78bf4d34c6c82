/**
 * `node make-secrets.mjs FOLDER`: writes there what the services read as files. What is given in the environment is
 * taken; the rest is made once and kept, so that tokens outlive a restart.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const random = () => randomBytes(32).toString('base64url');

const secrets = [
  { file: 'jwt-secret', given: process.env.NOROSHI_JWT_SECRET, make: random },
  { file: 'api-keys', given: process.env.NOROSHI_API_KEYS, make: () => `operator:${random()}` },
];

for (const { file, given, make } of secrets) {
  const path = join(folder, file);
  if (!given && existsSync(path)) continue;
  // Nobody ever reads half of it.
  writeFileSync(`${path}.new`, given || make(), { mode: 0o400, flag: 'w' });
  renameSync(`${path}.new`, path);
  process.stdout.write(`${file}: ${given ? 'as given' : 'made'}\n`);
}
