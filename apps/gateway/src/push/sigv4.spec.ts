import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { PushAccess } from './push-access.js';
import { canonicalPath, canonicalQuery, signerOf, type SignedRequest } from './sigv4.js';

const NOW = Date.UTC(2026, 0, 31, 23, 59, 59);
const service = 'execute-api';
const secrets = new Map([
  ['ops', 'the-secret-of-ops'],
  ['shop', 'the-secret-of-the-shop'],
]);
const MINUTE = 60_000;

interface Signing {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly keyId?: string;
  readonly secret?: string;
  readonly sessionToken?: string;
  readonly service?: string;
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
}

const usual = {
  ...{ method: 'POST', path: '/prod/@connections/abc%3D', body: 'hello', query: {} },
  ...{ keyId: 'ops', secret: 'the-secret-of-ops', service },
};

/** A request as the vendor's own signer signs it. */
async function signed(signing: Signing = {}): Promise<SignedRequest> {
  const { method, path, body, query, keyId, secret, sessionToken, service: of } = { ...usual, ...signing };
  const signer = new SignatureV4({
    region: 'eu-central-1',
    service: of,
    credentials: {
      accessKeyId: keyId,
      secretAccessKey: secret,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    sha256: Sha256,
  });
  const headers = { host: 'chat.example.com:8080', 'content-type': 'text/plain', ...signing.headers };
  const request = { protocol: 'http:', hostname: 'chat.example.com', method, path, headers, body, query };
  const { headers: all } = await signer.sign(request, { signingDate: new Date(NOW) });
  return {
    method,
    path,
    query: new URLSearchParams(query).toString().replaceAll('+', '%20'),
    headers: new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
  };
}

const signer = (request: SignedRequest, now = NOW) => signerOf(request, { secrets, service, now });

const withHeader = (request: SignedRequest, name: string, value: string): SignedRequest => ({
  ...request,
  headers: new Map([...request.headers, [name, value]]),
});

describe('a request that the vendor has signed', () => {
  it.each<Signing>([
    {},
    { method: 'GET', body: '' },
    { method: 'DELETE', body: '' },
    { path: '/@connections/a' },
    { path: '/prod//@connections/a' },
    { path: '/a/b/./../c/@connections/a%2Fb%2B%20' },
    { path: '/prod/%40connections/a' },
    { body: 'ünïcode 🔥' },
    { query: { b: '2', a: 'x y' } },
    { headers: { 'x-more': '  spaced   out  ' } },
    { sessionToken: 'a token of a session' },
    { keyId: 'shop', secret: 'the-secret-of-the-shop' },
  ])('is known to be of whoever holds the key: %j', async (signing) => {
    expect(signer(await signed(signing))).toBe(signing.keyId ?? 'ops');
  });

  it('is believed for a quarter of an hour, before and after', async () => {
    const request = await signed();
    for (const offset of [-15 * MINUTE, 15 * MINUTE]) expect(signer(request, NOW + offset)).toBe('ops');
    for (const offset of [-15 * MINUTE - 1, 15 * MINUTE + 1]) expect(signer(request, NOW + offset)).toBeUndefined();
  });

  it('may have come through a proxy that asks under another name, and says which it was', async () => {
    const request = withHeader(await signed(), 'host', 'gateway.internal');
    expect(signer(request)).toBeUndefined();
    expect(signer(withHeader(request, 'x-forwarded-host', 'chat.example.com:8080, other'))).toBe('ops');
  });

  it.each<readonly [string, (request: SignedRequest) => SignedRequest]>([
    ['method', (request) => ({ ...request, method: 'DELETE' })],
    ['path', (request) => ({ ...request, path: '/prod/@connections/other' })],
    ['query', (request) => ({ ...request, query: 'a=1' })],
    ['body', (request) => ({ ...request, body: Buffer.from('bye') })],
    ['signed header', (request) => withHeader(request, 'content-type', 'text/html')],
    ['time', (request) => withHeader(request, 'x-amz-date', '20260131T235958Z')],
    ['host', (request) => withHeader(request, 'host', 'other.example.com')],
  ])('proves nothing with another %s', async (_, change) => {
    expect(signer(change(await signed()))).toBeUndefined();
  });

  it('proves nothing with a body that was changed along with the hash that it says', async () => {
    const request = await signed();
    const other = await signed({ body: 'bye' });
    const hash = other.headers.get('x-amz-content-sha256') ?? '';
    expect(signer({ ...withHeader(request, 'x-amz-content-sha256', hash), body: other.body })).toBeUndefined();
    expect(signer(withHeader(request, 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD'))).toBeUndefined();
  });

  it('proves nothing with a wrong secret, an unknown key, or for another service', async () => {
    expect(signer(await signed({ secret: 'another secret' }))).toBeUndefined();
    expect(signer(await signed({ keyId: 'nobody', secret: 'nobody' }))).toBeUndefined();
    expect(signer(await signed({ service: 's3' }))).toBeUndefined();
  });

  it('proves nothing when it leaves the host open', async () => {
    const request = await signed();
    const authorization = request.headers.get('authorization') ?? '';
    expect(authorization).toContain('host;');
    expect(signer(withHeader(request, 'authorization', authorization.replace('host;', '')))).toBeUndefined();
  });
});

it.each([
  '',
  'Bearer ops:the-secret-of-ops',
  'AWS4-HMAC-SHA256 ',
  'AWS4-HMAC-SHA256 Credential=ops',
  'AWS4-HMAC-SHA256 Credential=ops/20260131/r/execute-api/aws4_request, SignedHeaders=host, Signature=',
  'AWS4-HMAC-SHA256 Credential=ops/20260131/r/execute-api/aws4_request/x, SignedHeaders=host, Signature=00',
  'AWS4-HMAC-SHA256 Credential=ops/20260131/r/execute-api/aws4_request, SignedHeaders=host, Signature=ü',
])('proves nothing: %j', (authorization) => {
  const headers = new Map([
    ['authorization', authorization],
    ['host', 'h'],
    ['x-amz-date', '20260131T235959Z'],
  ]);
  expect(signer({ method: 'GET', path: '/', query: '', headers, body: new Uint8Array() })).toBeUndefined();
});

it('an address is signed as it is written down, without empty and dot segments', () => {
  expect(canonicalPath('/prod//@connections/a%3D')).toBe('/prod/%40connections/a%253D');
  expect(canonicalPath('/')).toBe('/');
  expect(canonicalPath('/a/../../b/./')).toBe('/b/');
  expect(canonicalQuery('b=2&a=x%20y&a=1&c')).toBe('a=1&a=x%20y&b=2&c=');
});

describe('without API keys', () => {
  const open = { apiKeys: [], devTokens: true, host: '127.0.0.1', allowedOrigins: [] };
  const request = (headers: Record<string, string> = {}): SignedRequest => ({
    ...{ method: 'POST', path: '/', query: '', body: new Uint8Array() },
    headers: new Map(Object.entries({ host: '127.0.0.1:8080', ...headers })),
  });

  it('any signature is good where a developer works alone', () => {
    expect(new PushAccess(open).allows(request())).toBe(true);
    expect(new PushAccess({ ...open, host: 'localhost' }).allows(request())).toBe(true);
  });

  it('none is good on an address that others reach, or where nobody gets a token for the asking', () => {
    expect(new PushAccess({ ...open, host: '0.0.0.0' }).allows(request())).toBe(false);
    expect(new PushAccess({ ...open, devTokens: false }).allows(request())).toBe(false);
    expect(new PushAccess({ ...open, apiKeys: [{ id: 'ops', secret: 's' }] }).allows(request())).toBe(false);
  });

  it('a page of others is refused', () => {
    expect(new PushAccess(open).allows(request({ origin: 'https://evil.example' }))).toBe(false);
    expect(new PushAccess(open).allows(request({ origin: 'http://127.0.0.1:8080' }))).toBe(true);
  });
});
