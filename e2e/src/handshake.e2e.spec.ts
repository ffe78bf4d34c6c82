import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Client, NotUpgraded, type ConnectOptions } from './client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_ALLOWED_ORIGINS: 'https://app.example,https://other.example:8443' } });

/** The status that a handshake is answered with; 101: the socket was opened. */
async function statusOf(options: ConnectOptions): Promise<number> {
  try {
    const client = await Client.open(scene.stack.socketUrl, { token: scene.stack.token('alice'), ...options });
    await client.close();
    return 101;
  } catch (error) {
    if (error instanceof NotUpgraded) return error.status;
    throw error;
  }
}

describe('with a list of origins, a handshake', () => {
  it.each([
    ['of a listed origin', 'https://app.example', 101],
    ['of a listed origin with a port', 'https://other.example:8443', 101],
    ['of another port', 'https://app.example:8443', 403],
    ['of the port left out', 'https://other.example', 403],
    ['of another scheme', 'http://app.example', 403],
    ['of a host below a listed one', 'https://sub.app.example', 403],
    ['of a host that begins like a listed one', 'https://app.example.evil.example', 403],
    ['of a host that ends like a listed one', 'https://evil-app.example', 403],
    ['in other letters', 'HTTPS://APP.EXAMPLE', 403],
    ['with a path', 'https://app.example/', 403],
    ['of a sandboxed page', 'null', 403],
    ['of a file', 'file://', 403],
    ['of two origins', 'https://app.example, https://evil.example', 403],
  ])('%s (%s) is answered %i', async (_what, origin, status) => {
    expect(await statusOf({ headers: { origin } })).toBe(status);
  });

  it('without an origin is of no browser, and let through', async () => {
    expect(await statusOf({})).toBe(101);
  });

  it('of the page of this server is refused, since the list leaves it out', async () => {
    expect(await statusOf({ headers: { origin: scene.stack.url } })).toBe(403);
  });
});

/** What the server says of who may read it. */
const toldOf = ({ headers }: Response): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control')));

describe('with a list of origins, a page', () => {
  const origin = 'https://app.example';
  interface Asked extends RequestInit {
    readonly headers?: Readonly<Record<string, string>>;
  }
  const ask = (path: string, { headers, ...init }: Asked = {}): Promise<Response> =>
    fetch(scene.stack.url + path, {
      ...init,
      headers: { origin, authorization: `Bearer ${scene.stack.token('alice')}`, ...headers },
    });
  const mayAsk = (path: string, method: string): Promise<Response> =>
    ask(path, { method: 'OPTIONS', headers: { 'access-control-request-method': method } });
  const readable = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Location, Retry-After',
  };

  it('of a listed origin may open a room, talk in it and read it over HTTP alone', async () => {
    const room = scene.newRoom();
    const said = { method: 'POST', headers: { 'content-type': 'application/json' } };
    expect(toldOf(await mayAsk('/api/v1/rooms', 'POST'))).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, POST',
    });
    const opened = await ask('/api/v1/rooms', { ...said, body: JSON.stringify({ id: room, name: room }) });
    expect([opened.status, toldOf(opened)]).toEqual([201, readable]);
    const path = `/api/v1/rooms/${room}/messages`;
    expect(toldOf(await mayAsk(path, 'POST'))['access-control-allow-headers']).toBe(
      'Authorization, Content-Type, Cache-Control, idempotency-key',
    );
    const stored = await ask(path, { ...said, body: JSON.stringify({ content: 'from elsewhere' }) });
    expect([stored.status, toldOf(stored)]).toEqual([201, readable]);
    expect(stored.headers.get('location')).toMatch(path);
    const polled = await ask(`/api/v1/events?rooms=${room}&cursor=`);
    expect([polled.status, toldOf(polled)]).toEqual([200, readable]);
    const over = new AbortController();
    const stream = await ask(`/sse?rooms=${room}`, { signal: over.signal });
    expect([stream.status, toldOf(stream)]).toEqual([200, readable]);
    over.abort();
  });

  it.each([
    ['a wrong token', '/api/v1/me/rooms', { headers: { authorization: 'Bearer nonsense' } }, 401],
    ['what is not there', '/api/v1/rooms/nobody-was-here', {}, 404],
    ['a method that is none', '/api/v1/rooms', { method: 'PATCH' }, 405],
    ['what is said wrongly', '/api/v1/rooms?limit=many', {}, 400],
  ])('of a listed origin can read why it is refused: %s', async (_what, path, init, status) => {
    const answer = await ask(path, init);
    expect([answer.status, toldOf(answer)]).toEqual([status, readable]);
  });

  it.each(['/api/v1/rooms', '/sse?rooms=x'])(
    'of another origin is told nothing of %s, and no cache gives it what others were answered',
    async (path) => {
      const headers = { origin: 'https://app.example.evil.example' };
      for (const method of ['OPTIONS', 'GET']) {
        const answer = await ask(path, { method, headers });
        expect([method, toldOf(answer), answer.headers.get('vary')]).toEqual([method, {}, 'Origin']);
      }
    },
  );

  it.each(['/api/v4/users/me', '/metrics', '/'])('of a listed origin is told nothing of %s', async (path) => {
    expect(toldOf(await ask(path))).toEqual({});
  });
});

it('a client that offers compression gets none', async () => {
  const client = await scene.connect('alice', { headers: { 'sec-websocket-extensions': 'permessage-deflate' } });
  expect(client.socket.extensions).toBe('');
});

/** How a handshake with exactly these headers is answered. */
function answerTo(headers: OutgoingHttpHeaders): Promise<IncomingMessage> {
  const { hostname, port } = new URL(scene.stack.url);
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path: '/ws', headers: { connection: 'Upgrade', ...headers } });
    asking.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    asking.once('response', (response) => {
      response.resume();
      resolve(response);
    });
    asking.once('error', reject);
    asking.end();
  });
}

it('a handshake of before RFC 6455 opens no socket', async () => {
  const { statusCode } = await answerTo({
    upgrade: 'WebSocket',
    'sec-websocket-key1': '4 @1  46546xW%0l 1 5',
    'sec-websocket-key2': '12998 5 Y3 1  .P00',
  });
  expect(statusCode).not.toBe(101);
});

it.each(['8', '14', '13, 8', ''])('a handshake of version "%s" is told the one that is spoken', async (version) => {
  const key = Buffer.alloc(16).toString('base64');
  const { statusCode, headers } = await answerTo({
    ...{ upgrade: 'websocket', 'sec-websocket-key': key },
    ...(version === '' ? {} : { 'sec-websocket-version': version }),
  });
  expect(statusCode).toBe(426);
  expect(headers).toMatchObject({ 'sec-websocket-version': '13', upgrade: 'websocket' });
});
