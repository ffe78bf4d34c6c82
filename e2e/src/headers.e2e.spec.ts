import { get, type IncomingMessage } from 'node:http';
import { setScene } from './scene.js';

const scene = setScene();

const headersOf = async (path: string, init: RequestInit = {}): Promise<Headers> =>
  (await fetch(`${scene.stack.url}${path}`, init)).headers;

const policyOf = (headers: Headers): ReadonlyMap<string, string> =>
  new Map(
    (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );

it('the page may load and reach nothing but what this server has, and nobody may frame it', async () => {
  const headers = await headersOf('/');
  const policy = policyOf(headers);
  expect(Object.fromEntries(policy)).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': "'self'",
    'worker-src': "'self'",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
  expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*|https?:/);
  expect(Object.fromEntries(headers)).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringMatching(/camera=\(\).*geolocation=\(\).*microphone=\(\)/) as string,
  });
});

it('the page has no script, style or handler of its own in it, which the policy would refuse', async () => {
  const page = await (await fetch(scene.stack.url)).text();
  expect(page).toContain('<script type="module"');
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i);
});

it.each<[what: string, path: string, init: RequestInit]>([
  ['the page', '/', {}],
  ['an address of the page', '/rooms/somewhere', {}],
  ['the page of the operator', '/operator', {}],
  ['the worker that keeps the page', '/sw.js', {}],
  ['an answer of the API', '/api/v1/rooms', {}],
  ['a refusal', '/api/v1/rooms/nobody-was-here/messages', {}],
  ['a refused token', '/api/v1/rooms', { headers: { authorization: 'Bearer nonsense' } }],
  ['nothing', '/nothing', {}],
  ['a wrong method', '/api/v1/rooms', { method: 'DELETE' }],
  ['the metrics', '/metrics', {}],
])('%s is taken for what it is, told to nobody, and framed by nobody', async (_what, path, init) => {
  const headers = await headersOf(path, init);
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(policyOf(headers).get('default-src')).toBe("'none'");
  expect(policyOf(headers).get('frame-ancestors')).toBe("'none'");
  // Nothing tells what it runs on, beyond the library's own name.
  expect(headers.has('x-powered-by')).toBe(false);
});

it.each(['/api/v1/rooms', '/api/v1/rooms/nobody-was-here/messages', '/nothing'])(
  '%s is kept by no cache',
  async (path) => {
    expect((await headersOf(path)).get('cache-control')).toBe('no-store');
  },
);

it('no page of another origin is let in to the API', async () => {
  const asked = {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' },
  };
  for (const init of [asked, { headers: { origin: 'https://evil.example' } }]) {
    const headers = await headersOf('/api/v1/rooms', init);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

describe('the page', () => {
  const answerTo = async (path: string, accepted: string) => {
    const { statusCode, headers } = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${scene.stack.url}${path}`, { headers: { 'accept-encoding': accepted } }, (answer) => {
        answer.resume();
        resolve(answer);
      }).on('error', reject);
    });
    return { status: statusCode, encoding: headers['content-encoding'], vary: headers.vary };
  };

  it.each(['/', '/dashboard', '/operator', '/rooms/somewhere'])('is at %s', async (path) => {
    const answer = await fetch(`${scene.stack.url}${path}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<div id="root">');
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', undefined],
  ])('is sent to who accepts %s as %s', async (accepted, encoding) => {
    expect(await answerTo('/', accepted)).toMatchObject({ status: 200, encoding, vary: 'Accept-Encoding' });
  });

  it('is not to be had in pieces that only the build knows of', async () => {
    expect((await answerTo('/index.html.br', 'br')).status).toBe(404);
  });
});
