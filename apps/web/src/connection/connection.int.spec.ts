import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket as NodeWebSocket, WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import type { TokenAnswer } from '../identity/credentials.js';
import type { ServerFrame } from '../protocol/frames.js';
import { Connection } from './connection.js';
import type { ConnectionStatus } from './status.js';

/** What came in, for tests that wait for the next of it. */
class Inbox<T> {
  private readonly items: T[] = [];
  private readonly waiting: ((item: T) => void)[] = [];

  put(item: T): void {
    const first = this.waiting.shift();
    if (first) first(item);
    else this.items.push(item);
  }

  next(): Promise<T> {
    const item = this.items.shift();
    return item === undefined ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve(item);
  }

  async until(matches: (item: T) => boolean): Promise<T> {
    for (;;) {
      const item = await this.next();
      if (matches(item)) return item;
    }
  }
}

async function setUp(options: { patienceMs?: number; everyMs?: number; greets?: boolean } = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const sockets = new Inbox<{ socket: ServerSocket; token: string | null }>();
  server.on('connection', (socket, request) => {
    if (options.greets !== false) socket.send(JSON.stringify({ type: 'connection', status: 'connected' }));
    sockets.put({ socket, token: new URL(request.url ?? '', 'ws://x').searchParams.get('token') });
  });
  const status = new Inbox<ConnectionStatus>();
  const frames = new Inbox<ServerFrame>();
  const network = { online: true, change: (): void => undefined };
  const tokens: TokenAnswer[] = [];
  const connection = new Connection({
    url: (token) => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws?token=${token}`,
    openSocket: (url) => {
      const socket = new NodeWebSocket(url);
      // Unlike a browser's, this socket throws an error nobody listens to.
      socket.on('error', () => undefined);
      return socket as unknown as WebSocket;
    },
    credentials: {
      token: ({ refused }) => Promise.resolve(tokens.shift() ?? { kind: 'token', token: refused }),
    },
    network: {
      isOnline: () => network.online,
      watch: (change) => {
        network.change = change;
        return () => undefined;
      },
    },
    onFrame: (frame) => frames.put(frame),
    onStatus: (next) => status.put(next),
    backoff: { baseMs: 4, capMs: 20 },
    heartbeat: { everyMs: options.everyMs ?? 60_000, patienceMs: options.patienceMs ?? 60_000 },
  });
  connection.open();
  const stop = async (): Promise<void> => {
    connection.close();
    for (const socket of server.clients) socket.terminate();
    server.close();
    await once(server, 'close');
  };
  return { connection, sockets, status, frames, network, tokens, [Symbol.asyncDispose]: stop };
}

const isPhase = (phase: ConnectionStatus['phase']) => (status: ConnectionStatus) => status.phase === phase;

describe('a connection', () => {
  it('is connected when the server greets, and then hands on frames in order', async () => {
    await using at = await setUp();
    const { socket } = await at.sockets.next();
    expect((await at.status.until(isPhase('connected'))).phase).toBe('connected');
    socket.send('not json');
    socket.send(JSON.stringify({ type: 'error', code: 'a', message: '1' }));
    socket.send(JSON.stringify({ type: 'error', code: 'b', message: '2' }));
    const isError = ({ type }: ServerFrame): boolean => type === 'error';
    expect([await at.frames.until(isError), await at.frames.until(isError)]).toMatchObject([
      { code: 'a' },
      { code: 'b' },
    ]);
  });

  it.each([1000, 1001, 1008, 1009, 1012])('comes back after close %d, with the same token', async (code) => {
    await using at = await setUp();
    const first = await at.sockets.next();
    await at.status.until(isPhase('connected'));
    first.socket.close(code);
    await at.status.until(isPhase('waiting'));
    expect((await at.sockets.next()).token).toBe('no');
    await at.status.until(isPhase('connected'));
  });

  it('comes back after a reset', async () => {
    await using at = await setUp();
    (await at.sockets.next()).socket.terminate();
    await at.sockets.next();
    await at.status.until(isPhase('connected'));
  });

  it('comes back with a new token after 4401', async () => {
    await using at = await setUp();
    (await at.sockets.next()).socket.close(4401);
    expect((await at.sockets.next()).token).toBe('yes');
  });

  it.each([4403, 4499])('does not come back after %d', async (code) => {
    await using at = await setUp();
    (await at.sockets.next()).socket.close(code);
    expect(await at.status.until(isPhase('ended'))).toEqual({ phase: 'ended', reason: 'revoked' });
    at.connection.retryNow();
    expect(at.connection.send({ action: 'ping' })).toBe(false);
  });

  it('ends when there is no token to be had, and waits when the server of tokens is away', async () => {
    await using at = await setUp();
    at.tokens.push({ kind: 'unavailable' }, { kind: 'ended' });
    (await at.sockets.next()).socket.close(4401);
    expect(await at.status.until(isPhase('ended'))).toEqual({ phase: 'ended', reason: 'signed-out' });
  });

  it('suspects the token when sockets do not open, since a browser does not show the 401', async () => {
    await using at = await setUp({ greets: false });
    const refusedAs = new Set<string | null>();
    while (!refusedAs.has('maybe')) {
      const { socket, token } = await at.sockets.next();
      refusedAs.add(token);
      socket.terminate();
    }
    expect(refusedAs).toEqual(new Set(['no', 'maybe']));
  });

  it('gives up a socket whose other end has fallen silent', async () => {
    await using at = await setUp({ everyMs: 5, patienceMs: 30 });
    const { socket } = await at.sockets.next();
    const [ping] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(ping.toString())).toEqual({ action: 'ping' });
    // No pong: the page must not say "connected" for ever.
    await at.status.until(isPhase('waiting'));
    await at.sockets.next();
  });

  it('asks the server instead of believing the browser that the network is gone', async () => {
    await using at = await setUp();
    const { socket } = await at.sockets.next();
    await at.status.until(isPhase('connected'));
    at.network.online = false;
    at.network.change();
    const [ping] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(ping.toString())).toEqual({ action: 'ping' });
    socket.terminate();
    expect(await at.status.until(isPhase('waiting'))).toMatchObject({ offline: true });
  });
});
