import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from './read-settings.js';
import { withFileContents } from './setting-files.js';
import { SettingsError, type Environment } from './settings.js';

const SECRET = 'a secret of a file, 32 bytes or more';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (content: string): string => {
  const path = join(folder, 'value');
  writeFileSync(path, content);
  return path;
};

const problemsOf = (env: Environment): readonly string[] => {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('a setting in a file', () => {
  it.each([
    ['NOROSHI_JWT_SECRET', SECRET, { jwtSecret: SECRET }],
    ['NOROSHI_API_KEYS', 'billing:one', { apiKeys: [{ id: 'billing', secret: 'one' }] }],
    ['NOROSHI_CONNECT_HOOK_SECRET', SECRET, { connectHookSecret: SECRET }],
    ['NATS_URL', 'nats://user:password@nats:4222', { natsUrl: 'nats://user:password@nats:4222' }],
  ])('%s_FILE counts as the value that the file holds', (name, content, settings) => {
    expect(readSettings({ [`${name}_FILE`]: file(content) })).toMatchObject(settings);
  });

  it('may end with a new line, as files written by hand do', () => {
    expect(readSettings({ NOROSHI_JWT_SECRET_FILE: file(`${SECRET}\n`) }).jwtSecret).toBe(SECRET);
  });

  it('is checked as the value itself would be, and never shown', () => {
    expect(problemsOf({ NOROSHI_JWT_SECRET_FILE: file('hunter2') })).toEqual([
      'NOROSHI_JWT_SECRET must be 32 bytes of UTF-8 or more, not 7.',
    ]);
  });

  it('can not be given twice', () => {
    expect(problemsOf({ NATS_URL: 'nats://a', NATS_URL_FILE: file('nats://b') })).toEqual([
      'NATS_URL and NATS_URL_FILE are both given: leave one of them out.',
    ]);
  });

  it('that is not there is told in one sentence', () => {
    const path = join(folder, 'nothing');
    expect(problemsOf({ NOROSHI_JWT_SECRET_FILE: path })).toEqual([
      `NOROSHI_JWT_SECRET_FILE: ${path} can not be read (ENOENT).`,
    ]);
  });

  it('that is empty is a mistake: a secret that was not written is no wish to have none', () => {
    const path = file('\n');
    expect(problemsOf({ NOROSHI_API_KEYS_FILE: path })).toEqual([`NOROSHI_API_KEYS_FILE: ${path} is empty.`]);
  });

  it('counts as not given when its name is empty', () => {
    expect(readSettings({ NOROSHI_JWT_SECRET_FILE: ' ', NOROSHI_JWT_SECRET: SECRET }).jwtSecret).toBe(SECRET);
  });

  it('is for what nobody else should read: other settings have none', () => {
    expect(problemsOf({ NOROSHI_GATEWAYS_FILE: file('2') })).toEqual([
      expect.stringContaining('NOROSHI_GATEWAYS_FILE is not a setting') as string,
    ]);
  });

  it('is handed on as its value, under the name of the value alone', () => {
    const env = { PATH: '/bin', NOROSHI_JWT_SECRET_FILE: file(SECRET) };
    expect(withFileContents(env)).toEqual({ PATH: '/bin', NOROSHI_JWT_SECRET: SECRET });
  });
});
