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
