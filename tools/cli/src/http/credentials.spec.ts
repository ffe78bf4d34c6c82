import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@noroshi/settings';
import { signedCredentials, type KeySources } from './credentials.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'noroshi-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const LOCAL = 'http://127.0.0.1:8080';
const ELSEWHERE = 'https://chat.example.com';
const operator = { userId: 'noroshi-cli', roles: ['admin'], seconds: 300 };
const sign = (more: Partial<KeySources> = {}, env = {}) =>
  signedCredentials(operator, {
    ...{ url: LOCAL, folder },
    settings: readSettings({ NOROSHI_DATA_DIR: '.', ...env }),
    ...more,
  });
const keepKey = () => writeFileSync(join(folder, 'jwt-secret'), `${'k'.repeat(43)}\n`);
const claimsOf = (token = '') => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

describe('a token of the command line', () => {
  it('is made with the key of the stack on this machine, with the roles and for the time that were asked for', () => {
    keepKey();
    const made = sign();
    const now = Math.floor(Date.now() / 1000);
    const claims = claimsOf(made?.token) as { exp: number; sub: string; roles: string[] };
    expect(claims).toMatchObject({ sub: 'noroshi-cli', roles: ['admin'] });
    expect(claims.exp).toBeGreaterThan(now + 200);
    expect(claims.exp).toBeLessThanOrEqual(now + 301);
    expect(made?.tokenSource).toContain('jwt-secret');
  });

  it('made with that key is never sent to another machine', () => {
    keepKey();
    expect(sign({ url: ELSEWHERE })).toBeUndefined();
    expect(sign({ url: 'http://127.0.0.1.example.com' })).toBeUndefined();
  });

  it('can not be made without a key', () => {
    expect(sign()).toBeUndefined();
  });

  it('names issuer and audience where the gateways want them', () => {
    const env = { NOROSHI_JWT_SECRET: 's'.repeat(32), NOROSHI_JWT_ISSUER: 'us', NOROSHI_JWT_AUDIENCE: 'chat' };
    expect(claimsOf(sign({ url: ELSEWHERE }, env)?.token)).toMatchObject({ iss: 'us', aud: 'chat' });
  });
});
