import { connect, type Client as NoroshiClient, type Room, type TransportName } from '@noroshi/client';
import { eventually } from '@noroshi/testing';
import { WebSocket } from 'ws';
import { ask } from './api.js';
import type { Client } from './client.js';
import { metricOfAll } from './metrics.js';
import { callRest } from './rest-client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2' } });
const clients = new Set<NoroshiClient>();

afterEach(() => {
  for (const client of clients) client.close();
  clients.clear();
});

const clientOver = (transport: TransportName, userId: string, claims = {}): NoroshiClient => {
  const url = `http://127.0.0.1:${scene.stack.port}`;
  const client = connect({
    url,
    token: scene.stack.token(userId, claims),
    transports: [transport],
    webSocket: WebSocket,
  });
  clients.add(client);
  return client;
};

/** Somebody who is in a room on a WebSocket, and somebody who hears it over HTTP, for sure. */
async function pairOver(transport: TransportName): Promise<{ near: Client; room: Room }> {
  const roomId = scene.newRoom();
  const near = await scene.connect('near');
  await near.join(roomId);
  const room = clientOver(transport, 'far').room(roomId);
  room.typing.subscribe(() => undefined);
  room.presence.subscribe(() => undefined);
  const heard: string[] = [];
  room.on('message', ({ content }) => heard.push(content));
  await room.join();
  await near.say(roomId, 'can you hear me?');
  await eventually(() => heard.length === 1, { reason: 'what is said is heard' });
  if (transport === 'poll') await untilWaiting(1);
  return { near, room };
}

const untilWaiting = (count: number): Promise<unknown> =>
  eventually(async () => (await metricOfAll(scene.stack, 'noroshi_waiting_requests_count')) === count, {
    reason: `${count} requests wait`,
  });

/** How the product is doing, as a client is told; or why not. */
const watch = (client: NoroshiClient): Promise<string> =>
  new Promise((resolve) => {
    client.streams.watch(
      'metrics',
      (items) => resolve(items.length > 0 ? 'told' : 'nothing'),
      ({ code }) => resolve(code),
    );
  });

const typists = (room: Room): readonly string[] => room.typing.current.map(({ userId }) => userId);

describe.each(['sse', 'poll'] as const)('over %s', (transport) => {
  it('who types on a WebSocket is seen, until it ends by itself', async () => {
    const { near, room } = await pairOver(transport);
    near.send({ action: 'typing', roomId: room.id, isTyping: true });
    await eventually(() => typists(room).includes('near'), { reason: 'near types' });
    await eventually(() => typists(room).length === 0, { reason: 'near has stopped', timeoutMs: 10_000 });
  });

  it('who types is seen by people on a WebSocket, before anything was said, and never by oneself', async () => {
    const { near, room } = await pairOver(transport);
    room.setTyping(true);
    expect(await near.next({ type: 'typing', isTyping: true })).toMatchObject({ roomId: room.id, userId: 'far' });
    expect(await near.next({ type: 'typing', isTyping: false })).toMatchObject({ roomId: room.id, userId: 'far' });
    expect(typists(room)).toEqual([]);
    expect((await room.members()).map(({ userId }) => userId)).toEqual(['near']);
  });

  it('who comes is seen', async () => {
    const { room } = await pairOver(transport);
    const other = await scene.connect('other');
    await other.join(room.id);
    await eventually(() => room.presence.current.count === 2, { reason: 'two are here' });
  });
});

describe('how the product is doing', () => {
  const operator = { roles: ['admin'] };

  it('is told over sse to operators, what came before first, and goes on beside the rooms', async () => {
    const client = clientOver('sse', 'operator', operator);
    expect(await watch(client)).toBe('told');
    const again = clientOver('sse', 'operator', operator);
    const [metrics, events]: [number[], string[]] = [[], []];
    again.streams.watch('metrics', (items) => metrics.push(...items.map(({ at }) => at)));
    again.streams.watch('events', (items) => events.push(...items.map(({ id }) => id)));
    const room = again.room(scene.newRoom());
    await room.join();
    await room.send('beside it');
    await eventually(() => metrics.length > 3, { reason: 'metrics come' });
    expect(metrics).toEqual([...new Set(metrics)].sort((a, b) => a - b));
    expect(new Set(events).size).toBe(events.length);
  });

  it('is not told over sse to others, whose talk goes on, and not over a long poll', async () => {
    const client = clientOver('sse', 'curious');
    expect(await watch(client)).toBe('forbidden');
    await client.room(scene.newRoom()).send('hello');
    expect(await watch(clientOver('poll', 'operator', operator))).toBe('not_supported');
  });

  it.each([
    ['/sse?streams=metrics', 'curious', {}, 403, 'forbidden'],
    ['/sse?streams=weather', 'operator', operator, 400, 'invalid_frame'],
    ['/sse?streams=', 'operator', operator, 400, 'invalid_frame'],
  ])('%s for %s is refused', async (path, userId, claims, status, code) => {
    const headers = { authorization: `Bearer ${scene.stack.token(userId, claims)}` };
    const answer = await fetch(scene.stack.url + path, { headers });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });
});

describe('a request that says that one types', () => {
  const type = (roomId: string, given: Parameters<typeof callRest>[2]) =>
    callRest(scene.stack, ['POST', `/rooms/${roomId}/typing`], { body: { isTyping: true }, ...given });

  it('is taken from whoever may listen, and ends after three seconds on whichever gateway', async () => {
    const roomId = scene.newRoom();
    const near = await scene.connect('near');
    await near.join(roomId);
    expect(await type(roomId, { as: 'far' })).toMatchObject({ status: 204 });
    await near.next({ type: 'typing', isTyping: true, userId: 'far' });
    await near.next({ type: 'typing', isTyping: false, userId: 'far' });
    expect(near.of('typing')).toHaveLength(2);
  });

  it('is refused without a token, by a room that does not admit one or is not there, and with nothing said', async () => {
    const roomId = scene.newRoom();
    const owner = await scene.connect('owner');
    await owner.join(roomId);
    const bearer = scene.stack.token('owner');
    await ask(scene.stack, { method: 'PUT', path: `/rooms/${roomId}/bans/far`, bearer });
    await eventually(async () => (await type(roomId, { as: 'far' })).body['code'] === 'banned', {
      reason: 'far is banned',
    });
    const answers = await Promise.all([
      type(roomId, {}),
      type('nobody-was-here', { as: 'far' }),
      type(roomId, { as: 'owner', body: {} }),
    ]);
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [401, 'unauthenticated'],
      [404, 'room_not_found'],
      [400, 'invalid_frame'],
    ]);
  });
});

describe('a long poll', () => {
  it('tells who types only if that is asked for, never the typist, and from the same cursor', async () => {
    const roomId = scene.newRoom();
    const near = await scene.connect('near');
    await near.join(roomId);
    const poll = async (as: string, query: string): Promise<Record<string, unknown>> =>
      (await callRest(scene.stack, ['GET', `/events?rooms=${roomId}${query}`], { as })).body;
    const { cursor } = (await poll('far', '')) as { cursor: string };
    const from = `&cursor=${encodeURIComponent(cursor)}`;
    const deaf = poll('deaf', from);
    const own = poll('near', `${from}&passing=true`);
    const listening = poll('far', `${from}&passing=true`);
    await untilWaiting(3);
    near.send({ action: 'typing', roomId, isTyping: true });
    expect(await listening).toEqual({ items: [expect.objectContaining({ type: 'typing', userId: 'near' })], cursor });
    const said = await near.say(roomId, 'so');
    expect((await deaf)['items']).toEqual([said]);
    expect((await own)['items']).toEqual([said]);
  });
});
