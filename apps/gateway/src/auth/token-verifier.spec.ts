import { jest } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenVerifier } from './token-verifier.js';

const secret = 'a secret of thirty-two bytes or more';
const key = new TextEncoder().encode(secret);
const inAnHour = Math.floor(Date.now() / 1000) + 3600;

const signed = (claims: Record<string, unknown>, by = key) =>
  new SignJWT({ sub: 'ann', exp: inAnHour, ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(by);

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token', () => {
  const verifier = createTokenVerifier({ secret });

  it('says who its bearer is', async () => {
    const token = await signed({ name: 'Ann', roles: ['admin', 7] });
    expect(await verifier.verify(token)).toEqual({
      user: { id: 'ann', name: 'Ann', guest: false },
      roles: ['admin'],
      expiresAt: inAnHour * 1000,
    });
  });

  it('without a name names its bearer by id', async () => {
    expect((await verifier.verify(await signed({ name: ' ' })))?.user.name).toBe('ann');
  });

  it.each([
    ['signed by another key', () => signed({}, new TextEncoder().encode('x'.repeat(32)))],
    ['that has expired', () => signed({ exp: inAnHour - 7200 })],
    ['without an expiry', () => signed({ exp: undefined })],
    ['without a subject', () => signed({ sub: undefined })],
    ['with an impossible subject', () => signed({ sub: 'a\nb' })],
    ['with alg none', () => `${part({ alg: 'none' })}.${part({ sub: 'ann', exp: inAnHour })}.`],
    ['with alg none in capitals', () => `${part({ alg: 'NONE' })}.${part({ sub: 'ann', exp: inAnHour })}.`],
    ['of two parts', () => `${part({ alg: 'HS256' })}.${part({ sub: 'ann' })}`],
    ['that is no token', () => 'abc'],
    ['that is empty', () => ''],
  ])('%s proves nothing', async (_, make) => {
    expect(await verifier.verify(await make())).toBeUndefined();
  });

  it('proves nothing any more once it has expired, though it was seen before', async () => {
    const token = await signed({ exp: Math.floor(Date.now() / 1000) + 1 });
    const seen = await verifier.verify(token);
    const clock = jest.spyOn(Date, 'now').mockReturnValue((seen?.expiresAt ?? 0) + 1);
    expect(await verifier.verify(token)).toBeUndefined();
    clock.mockRestore();
  });

  it('must be of the issuer and for the audience that are asked for', async () => {
    const strict = createTokenVerifier({ secret, issuer: 'us', audience: 'noroshi' });
    expect(await strict.verify(await signed({ iss: 'us', aud: 'noroshi' }))).toBeDefined();
    expect(await strict.verify(await signed({ iss: 'them', aud: 'noroshi' }))).toBeUndefined();
    expect(await strict.verify(await signed({ iss: 'us' }))).toBeUndefined();
  });
});

describe("an identity provider's token", () => {
  let provider: Server;
  let jwksUrl: string;
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;

  beforeAll(async () => {
    keys = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256' };
    provider = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    jwksUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`;
  });
  afterAll(() => provider.close());

  const issued = (): Promise<string> =>
    new SignJWT({ sub: 'ann', exp: inAnHour }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(keys.privateKey);

  it('is checked with the published key', async () => {
    expect((await createTokenVerifier({ jwksUrl }).verify(await issued()))?.user.id).toBe('ann');
  });

  it('proves nothing where no provider is set', async () => {
    expect(await createTokenVerifier({ secret }).verify(await issued())).toBeUndefined();
  });

  it('can not be forged with the public key as an HS256 secret', async () => {
    const publicKey = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)));
    expect(await createTokenVerifier({ jwksUrl }).verify(await signed({}, publicKey))).toBeUndefined();
  });

  it('is an outage, not a refusal, while the provider is away', async () => {
    const away = createTokenVerifier({ jwksUrl: 'http://127.0.0.1:1/jwks' });
    await expect(away.verify(await issued())).rejects.toThrow();
  });
});
