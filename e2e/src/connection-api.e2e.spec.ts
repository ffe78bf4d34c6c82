import {
  DeleteConnectionCommand,
  ForbiddenException,
  GetConnectionCommand,
  GoneException,
  LimitExceededException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { eventually } from '@noroshi/testing';
import type { Client } from './client.js';
import { gatewayOf, nextRaw, pushClient, type PushClientOptions } from './push-client.js';
import { setScene } from './scene.js';

const KEY = 'ops:the-key-of-the-operators';
const scene = setScene({
  env: { NOROSHI_GATEWAYS: '2', NOROSHI_API_KEYS: KEY, NOROSHI_SLOW_BYTES: '65536', NOROSHI_SLOW_TIME: '60' },
});
const api = (options: Partial<PushClientOptions> = {}) => pushClient(scene.stack, { key: KEY, ...options });

const post = (ConnectionId: string, Data: string | Uint8Array) => new PostToConnectionCommand({ ConnectionId, Data });

interface Failure {
  readonly name: string;
  readonly $metadata: { readonly httpStatusCode: number; readonly attempts: number };
}
const failureOf = (asked: Promise<unknown>): Promise<Failure> =>
  asked.then(
    () => {
      throw new Error('It was done, and should not have been');
    },
    (cause: unknown) => cause as Failure,
  );

/** One connection on each gateway: the kernel chooses, so as many are opened as it takes. */
async function oneOnEach(user: string): Promise<[Client, Client]> {
  const found = new Map<string, Client>();
  while (found.size < 2) {
    const client = await scene.connect(user);
    const gateway = await eventually(() => gatewayOf(scene.stack, client, user), { reason: 'it is registered' });
    if (found.has(gateway)) await client.close();
    else found.set(gateway, client);
  }
  return [found.get('gateway-1'), found.get('gateway-2')] as [Client, Client];
}

describe('the client of the vendor', () => {
  it('posts to one connection, on whichever gateway it is: text as text, anything else as bytes', async () => {
    const clients = await oneOnEach('reader');
    const client = api();
    for (const { socket } of clients) socket.removeAllListeners('message');
    for (const target of clients) {
      const text = nextRaw(target);
      const answer = await client.send(post(target.connectionId, '{"hello":"wörld 🔥"}'));
      expect(answer.$metadata).toMatchObject({ httpStatusCode: 200, attempts: 1 });
      expect(await text).toEqual({ bytes: Buffer.from('{"hello":"wörld 🔥"}'), isBinary: false });
      const binary = nextRaw(target);
      await client.send(post(target.connectionId, Buffer.from([0xff, 0x00, 0xfe])));
      expect(await binary).toEqual({ bytes: Buffer.from([0xff, 0x00, 0xfe]), isBinary: true });
    }
  });

  it.each(['', '/', '/prod', '/prod/', '/any/stage'])('finds it under the stage "%s"', async (stage) => {
    const reader = await scene.connect('reader');
    await api({ stage }).send(post(reader.connectionId, '{"type":"pushed"}'));
    expect(await reader.next('pushed')).toEqual({ type: 'pushed' });
  });

  it('posts in order', async () => {
    const [, far] = await oneOnEach('reader');
    const client = api();
    for (let n = 0; n < 50; n += 1) await client.send(post(far.connectionId, JSON.stringify({ type: 'pushed', n })));
    await far.next({ type: 'pushed', n: 49 });
    expect(far.of('pushed').map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  it('is told of a connection', async () => {
    const from = Date.now();
    for (const { connectionId } of await oneOnEach('reader')) {
      const told = await api().send(new GetConnectionCommand({ ConnectionId: connectionId }));
      expect(told.ConnectedAt?.getTime()).toBeGreaterThanOrEqual(from);
      expect(told.LastActiveAt?.getTime()).toBeGreaterThanOrEqual(told.ConnectedAt?.getTime() ?? Infinity);
      expect(told.Identity?.SourceIp).toContain('127.0.0.1');
    }
    const phone = await scene.connect('reader', { headers: { 'user-agent': 'a phone' } });
    const told = await api().send(new GetConnectionCommand({ ConnectionId: phone.connectionId }));
    expect(told.Identity?.UserAgent).toBe('a phone');
  });

  it('closes a connection with 1001, and then it is gone', async () => {
    for (const target of await oneOnEach('reader')) {
      const command = new DeleteConnectionCommand({ ConnectionId: target.connectionId });
      expect((await api().send(command)).$metadata.httpStatusCode).toBe(204);
      expect(await target.closed).toEqual({ code: 1001, reason: 'closed by a back end' });
      const again = await failureOf(api().send(command));
      expect(again).toBeInstanceOf(GoneException);
      expect(again.$metadata).toMatchObject({ httpStatusCode: 410, attempts: 1 });
    }
  });

  it('is told that a connection is gone, by the exception it knows, and does not try again', async () => {
    const clients = await oneOnEach('reader');
    await Promise.all(clients.map((client) => client.close()));
    for (const id of [...clients.map(({ connectionId }) => connectionId), 'L0SM9cOFvHcCIhw=', 'a/b+c=']) {
      for (const command of [post(id, 'x'), new GetConnectionCommand({ ConnectionId: id })]) {
        const failure = await failureOf(api().send(command as PostToConnectionCommand));
        expect(failure).toBeInstanceOf(GoneException);
        expect(failure.$metadata).toMatchObject({ httpStatusCode: 410, attempts: 1 });
      }
    }
  });

  it('may send 128 KB and not a byte more', async () => {
    const [near, far] = await oneOnEach('reader');
    const frame = (bytes: number) => `{"type":"large","x":"${'x'.repeat(bytes - 23)}"}`;
    for (const { connectionId } of [near, far]) await api().send(post(connectionId, frame(131_072)));
    expect(JSON.stringify(await near.next('large'))).toHaveLength(131_072);
    expect(JSON.stringify(await far.next('large'))).toHaveLength(131_072);
    const failure = await failureOf(api().send(post(near.connectionId, frame(131_073))));
    expect(failure).toBeInstanceOf(PayloadTooLargeException);
    expect(failure.$metadata).toMatchObject({ httpStatusCode: 413, attempts: 1 });
  });

  it('is refused with a wrong secret, an unknown key, or an id that is none', async () => {
    const reader = await scene.connect('reader');
    for (const key of ['ops:another secret', 'nobody:nothing']) {
      const failure = await failureOf(api({ key }).send(post(reader.connectionId, 'x')));
      expect(failure).toBeInstanceOf(ForbiddenException);
      expect(failure.$metadata).toMatchObject({ httpStatusCode: 403, attempts: 1 });
    }
    const failure = await failureOf(api().send(post('not an id!', 'x')));
    expect(failure).toMatchObject({ name: 'BadRequestException', $metadata: { httpStatusCode: 400, attempts: 1 } });
    expect(reader.of('pushed')).toEqual([]);
  });

  it('is asked to slow down for a client that does not read; what it was told is done comes, once and in order', async () => {
    const client = api();
    for (const slow of await oneOnEach('slow')) {
      slow.socket.pause();
      const large = 'x'.repeat(100_000);
      let [sent, failure]: [number, Failure | undefined] = [0, undefined];
      for (; !failure; sent += 1) {
        const frame = JSON.stringify({ type: 'pushed', n: sent, large });
        failure = await client.send(post(slow.connectionId, frame)).then(
          () => undefined,
          (cause: unknown) => cause as Failure,
        );
      }
      expect(failure).toBeInstanceOf(LimitExceededException);
      expect(failure.$metadata).toMatchObject({ httpStatusCode: 429, attempts: 3 });
      slow.socket.resume();
      await slow.next({ type: 'pushed', n: sent - 2 });
      await slow.settled();
      expect(slow.of('pushed').map(({ n }) => n)).toEqual(Array.from({ length: sent - 1 }, (_, n) => n));
    }
  });

  it('learns that the connections of a killed gateway are gone', async () => {
    const [, far] = await oneOnEach('reader');
    const former = scene.stack.kill('gateway-2');
    await far.closed;
    const failure = await eventually(
      async () => {
        const told = await failureOf(api().send(post(far.connectionId, 'x')));
        return told.name === 'GoneException' ? told : undefined;
      },
      { reason: 'it is told that the connection is gone' },
    );
    expect(failure.$metadata.httpStatusCode).toBe(410);
    await scene.stack.isBack('gateway-2', former);
  });
});

it('another tool may encode the at sign, and must sign', async () => {
  const reader = await scene.connect('reader');
  const address = `${scene.stack.url}/prod/%40connections/${reader.connectionId}`;
  const answer = await fetch(address, { method: 'POST', body: 'x' });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('x-amzn-errortype')).toBe('ForbiddenException');
  expect(await answer.json()).toEqual({ message: 'Forbidden' });
  expect((await fetch(address, { method: 'PUT', body: 'x' })).status).toBe(405);
});
