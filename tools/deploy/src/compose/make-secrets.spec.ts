import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.js';

interface Complaint {
  readonly status: number;
  readonly stderr: string;
}

describe('the service that makes secrets', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'noroshi-secrets-'));
    for (const name of ['noroshi', 'objects']) mkdirSync(join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const make = (env: Readonly<Record<string, string>> = {}): string =>
    execFileSync(process.execPath, [join(root, 'deploy/image/make-secrets.mjs'), folder], {
      ...{ env, encoding: 'utf8', stdio: 'pipe' },
    });
  const secret = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const refusalOf = (env: Readonly<Record<string, string>>): Complaint => {
    try {
      make(env);
    } catch (error) {
      return error as Complaint;
    }
    throw new Error('it takes them');
  };

  it('makes what was not given, and keeps what it made', () => {
    expect(make()).toBe('noroshi/jwt-secret: made\nnoroshi/api-keys: made\nobjects: made\n');
    expect(secret('noroshi/jwt-secret').length).toBeGreaterThanOrEqual(32);
    expect(secret('noroshi/api-keys')).toMatch(/^operator:.{32,}$/);
    const [, key = ''] = /aws_secret_access_key = (.+)/.exec(secret('objects/credentials')) ?? [];
    expect(secret('objects/store.json')).toContain(JSON.stringify(key));
    const before = secret('noroshi/jwt-secret');
    expect(make()).toBe('');
    expect(secret('noroshi/jwt-secret')).toBe(before);
  });

  it('takes what is given, also in the place of what it made', () => {
    make();
    expect(make({ NOROSHI_JWT_SECRET: 'k'.repeat(32) })).toBe('noroshi/jwt-secret: as given\n');
    expect(secret('noroshi/jwt-secret')).toBe('k'.repeat(32));
  });

  it('lets nobody else read what it writes', () => {
    make();
    expect(statSync(join(folder, 'noroshi/jwt-secret')).mode & 0o777).toBe(0o400);
  });

  it.each([
    [{ NOROSHI_JWT_SECRET: 'hunter2' }, 'NOROSHI_JWT_SECRET must be 32 bytes of UTF-8 or more, not 7.\n'],
    [
      { KAFKA_BROKERS: 'kafka:9092', KAFKA_SASL_MECHANISM: 'plain', NOROSHI_PORT: '80' },
      expect.stringMatching(/^KAFKA_SASL_MECHANISM, .* missing: .*\nNOROSHI_PORT is not a setting.*\n$/) as string,
    ],
  ])('says what is wrong with %j, and makes nothing', (env, said) => {
    expect(refusalOf(env)).toMatchObject({ status: 1, stderr: said });
    expect(() => secret('noroshi/jwt-secret')).toThrow('ENOENT');
  });
});
