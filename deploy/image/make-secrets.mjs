/**
 * `node make-secrets.mjs FOLDER`: writes there what the services read as files. What is given in the environment is
 * taken; the rest is made once and kept, so that tokens outlive a restart. With settings that no service would take it
 * makes nothing, says what is wrong with them, and ends with 1: what waits for it is not started.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '@noroshi/settings';

const folder = process.argv[2];
try {
  readSettings(process.env);
} catch (error) {
  process.stderr.write(`${error.problems?.join('\n') ?? error.stack}\n`);
  process.exit(1);
}

const random = () => randomBytes(32).toString('base64url');

/** Nobody ever reads half of a file. */
const write = (file, text) => {
  const path = join(folder, file);
  writeFileSync(`${path}.new`, text, { mode: 0o400 });
  renameSync(`${path}.new`, path);
};
const isThere = (file) => existsSync(join(folder, file));
const say = (file, how) => process.stdout.write(`${file}: ${how}\n`);

for (const { file, given, make } of [
  { file: 'noroshi/jwt-secret', given: process.env.NOROSHI_JWT_SECRET, make: random },
  { file: 'noroshi/api-keys', given: process.env.NOROSHI_API_KEYS, make: () => `operator:${random()}` },
]) {
  if (!given && isThere(file)) continue;
  write(file, given || make());
  say(file, given ? 'as given' : 'made');
}

/** One key for both ends: as the library of the archive reads it, and as the store does. */
if (!isThere('objects/credentials') || !isThere('objects/store.json')) {
  const [accessKey, secretKey] = ['noroshi', random()];
  const identity = {
    name: 'noroshi',
    credentials: [{ accessKey, secretKey }],
    actions: ['Admin', 'Read', 'Write', 'List'],
  };
  write('objects/store.json', JSON.stringify({ identities: [identity] }));
  write('objects/credentials', `[default]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n`);
  say('objects', 'made');
}
