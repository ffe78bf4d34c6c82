import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@noroshi/settings';
import { credentialsOf } from './credentials.js';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'noroshi-cli-'))));
afterEach(() => rmSync(root, { recursive: true }));

const LOCAL = 'http://127.0.0.1:8080';
const ELSEWHERE = 'https://chat.example.com';
const ask = (more: Partial<Parameters<typeof credentialsOf>[0]> = {}, env = {}) =>
  credentialsOf({
    ...{ given: undefined, url: LOCAL, root },
    settings: readSettings({ NOROSHI_DATA_DIR: '.', ...env }),
    ...more,
  });
const keepKey = () => writeFileSync(join(root, 'jwt-secret'), `${'k'.repeat(43)}\n`);
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

describe('the token of the command line', () => {
  it('is the one that was given', () => {
    keepKey();
    expect(ask({ given: 'mine', url: ELSEWHERE }).token).toBe('mine');
  });

  it('is made with the key of the stack on this machine, for an administrator and a few minutes', () => {
    keepKey();
    const { token, tokenSource } = ask();
    const now = Math.floor(Date.now() / 1000);
    expect(claimsOf(token)).toMatchObject({ roles: ['admin'], exp: expect.any(Number) as number });
    expect((claimsOf(token) as { exp: number }).exp).toBeLessThanOrEqual(now + 301);
    expect(tokenSource).toContain('jwt-secret');
  });

  it('made with that key is never sent to another machine', () => {
    keepKey();
    expect(() => ask({ url: ELSEWHERE })).toThrow('--token');
    expect(() => ask({ url: 'http://127.0.0.1.example.com' })).toThrow('--token');
  });

  it('is asked for when there is no key', () => {
    expect(() => ask()).toThrow('--token');
  });

  it('names issuer and audience where the gateways want them', () => {
    const env = { NOROSHI_JWT_SECRET: 's'.repeat(32), NOROSHI_JWT_ISSUER: 'us', NOROSHI_JWT_AUDIENCE: 'chat' };
    expect(claimsOf(ask({ url: ELSEWHERE }, env).token)).toMatchObject({ iss: 'us', aud: 'chat' });
  });
});
