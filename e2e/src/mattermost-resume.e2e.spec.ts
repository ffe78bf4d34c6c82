import { eventually } from '@noroshi/testing';
import { get } from './api.js';
import type { Client } from './client.js';
import { cutProxy, type CutProxy } from './cut-proxy.js';
import { MattermostClient, RawMattermost } from './mattermost-client.js';
import { shortIdOf } from './mattermost-ids.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0' } });

const here: MattermostClient[] = [];
let proxy: CutProxy;
beforeEach(async () => (proxy = await cutProxy(scene.stack.port)));
afterEach(async () => {
  for (const client of here.splice(0)) client.close();
  await proxy.close();
});

interface Talk {
  readonly roomId: string;
  readonly channelId: string;
  readonly ann: MattermostClient;
  readonly bob: Client;
}

/** Ann hears a room over a network that can be cut, and Bob talks in it. */
async function talk({ hearsOfLoss = true } = {}): Promise<Talk> {
  const roomId = scene.newRoom();
  const userId = `ann-${roomId}`;
  const [bob, member] = [await scene.connect('bob'), await scene.connect(userId)];
  await bob.join(roomId);
  await member.join(roomId, { stay: true });
  await bob.next({ type: 'memberJoined', userId });
  await member.close();
  await bob.next({ type: 'memberLeft', userId });
  const ann = MattermostClient.with(scene.stack.url, scene.stack.token(userId));
  here.push(ann);
  await ann.connect({ port: proxy.port, hearsOfLoss });
  await bob.next({ type: 'memberJoined', userId });
  await bob.say(roomId, 'first');
  await ann.hears('first');
  return { roomId, channelId: shortIdOf(roomId), ann, bob };
}

/** The gateways on which somebody has a connection now. */
async function gatewayOf(userId: string): Promise<string> {
  let found: readonly { gateway: string }[] = [];
  await eventually(
    async () => {
      const admin = scene.stack.token('root', { roles: ['admin'] });
      const answer = await get(scene.stack, `/connections?user=${userId}`, admin);
      found = ((await answer.json()) as { items: { gateway: string }[] }).items;
      return found.length === 1;
    },
    { reason: `${userId} is connected once` },
  );
  return found[0]?.gateway ?? '';
}

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `m${from + index}`);

it('who is cut again and again hears everything once and in order, on whichever gateway', async () => {
  const { roomId, ann, bob } = await talk();
  const said = ['first'];
  const gateways = new Set<string>();
  for (let round = 0; round < 6 || (gateways.size < 2 && round < 60); round += 1) {
    const texts = numbered(round * 4, round * 4 + 4);
    said.push(...texts);
    for (const [index, text] of texts.entries()) {
      if (index === 1) proxy.cut();
      await bob.say(roomId, text);
    }
    await ann.hears(texts.at(-1) ?? '');
    gateways.add(await gatewayOf(`ann-${roomId}`));
  }
  expect(ann.heard).toEqual(said);
  expect(ann.missed).toBe(0);
  expect(ann.events.filter(({ event }) => event === 'hello')).toHaveLength(1);
  expect(ann.events.map(({ seq }) => seq)).toEqual(ann.events.map((_, index) => index));
  expect(gateways.size).toBe(2);
});

it('who is away is gone for the others, and present again when back', async () => {
  const { roomId, ann, bob } = await talk();
  proxy.shut();
  proxy.cut();
  await bob.next({ type: 'memberLeft', userId: `ann-${roomId}` });
  await bob.say(roomId, 'meanwhile');
  proxy.open();
  await ann.hears('meanwhile');
  await bob.next({ type: 'memberJoined', userId: `ann-${roomId}` });
  expect(ann.missed).toBe(0);
});

it('who has missed more than is kept is told so, and reads it over HTTP', async () => {
  const { roomId, channelId, ann, bob } = await talk();
  proxy.shut();
  proxy.cut();
  await bob.next({ type: 'memberLeft' });
  const texts = numbered(0, 140);
  for (const content of texts) bob.send({ action: 'message', roomId, content });
  await bob.next({ type: 'message', content: 'm139' });
  proxy.open();
  const hello = await ann.next('hello');
  expect([hello.seq, ann.missed]).toEqual([0, 1]);
  await bob.say(roomId, 'live');
  await ann.hears('live');
  const { order, posts } = await ann.rest.getPosts(channelId, 0, 200);
  expect(order.map((id) => posts[id]?.message).reverse()).toEqual(['first', ...texts, 'live']);
});

it('who was on a gateway that was killed is told so, and hears what comes', async () => {
  const { roomId, channelId, ann, bob } = await talk();
  const name = /gateway-\d$/.exec(await gatewayOf(`ann-${roomId}`))?.[0] ?? '';
  const speaker = await eventuallyOn(name === 'gateway-1' ? 'gateway-2' : 'gateway-1', roomId, bob);
  const former = scene.stack.kill(name);
  await speaker.say(roomId, 'meanwhile');
  const hello = await ann.next('hello');
  expect([hello.seq, ann.missed]).toEqual([0, 1]);
  const { order, posts } = await ann.rest.getPosts(channelId);
  expect(order.map((id) => posts[id]?.message)).toContain('meanwhile');
  await scene.stack.isBack(name, former);
  await eventually(
    async () => {
      await speaker.say(roomId, 'live');
      return ann.heard.includes('live');
    },
    { reason: 'the killed gateway’s client hears the room again' },
  );
});

/** Somebody in the room who is on a certain gateway. */
async function eventuallyOn(gateway: string, roomId: string, bob: Client): Promise<Client> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const userId = `speaker-${roomId}-${attempt}`;
    const speaker = await scene.connect(userId);
    if ((await gatewayOf(userId)).endsWith(gateway)) {
      await speaker.join(roomId);
      return speaker;
    }
    await speaker.close();
  }
  throw new Error(`Nobody came to ${gateway}, ${bob.connectionId} included`);
}

it('a client that forgets its connection (mattermost#30388) is numbered from where it expects', async () => {
  const { roomId, ann, bob } = await talk({ hearsOfLoss: false });
  const expected = (ann.events.at(-1)?.seq ?? 0) + 1;
  proxy.cut();
  const hello = await ann.next('hello');
  expect(hello.seq).toBeGreaterThanOrEqual(expected);
  await eventually(
    async () => {
      await bob.say(roomId, 'again');
      return ann.heard.includes('again');
    },
    { reason: 'it hears the room again' },
  );
  expect(ann.events.filter(({ event }) => event === 'hello')).toHaveLength(2);
});

describe('a connection id', () => {
  const challenged = async (token: string, query: string): Promise<RawMattermost> => {
    const socket = await RawMattermost.open(scene.stack.socketUrl, { query });
    socket.send({ action: 'authentication_challenge', seq: 1, data: { token } });
    await socket.next({ seq_reply: 1 });
    return socket;
  };
  const greetedAs = async (token: string): Promise<{ id: string; next: number; socket: RawMattermost }> => {
    const socket = await challenged(token, '');
    const { data } = await socket.next({ event: 'hello' });
    await socket.next({ event: 'status_change' });
    const events = socket.frames.filter(({ seq }) => seq !== undefined);
    return { id: (data as { connection_id: string }).connection_id, next: events.length, socket };
  };

  it('is taken up after a challenge, by cookie, and while its socket seems to live', async () => {
    const token = scene.stack.token('carol');
    const { id, next, socket } = await greetedAs(token);
    const second = await challenged(token, `?connection_id=${id}&sequence_number=${next}`);
    expect(second.frames.filter(({ event }) => event === 'hello')).toEqual([]);
    expect(await socket.closed).toBe(1006);
    const third = await RawMattermost.open(scene.stack.socketUrl, {
      query: `?connection_id=${id}&sequence_number=0`,
      headers: { Cookie: `MMAUTHTOKEN=${token}` },
    });
    expect(await third.next({ seq: 0 })).toMatchObject({ event: 'hello', data: { connection_id: id } });
    third.socket.terminate();
  });

  it('of somebody else is worth nothing', async () => {
    const { id, next, socket } = await greetedAs(scene.stack.token('dave'));
    const thief = await challenged(scene.stack.token('mallory'), `?connection_id=${id}&sequence_number=${next}`);
    const { data, seq } = await thief.next({ event: 'hello' });
    expect([(data as { connection_id: string }).connection_id === id, seq]).toEqual([false, 0]);
    socket.send({ action: 'ping', seq: 2 });
    await socket.next({ seq_reply: 2 });
    for (const each of [socket, thief]) each.socket.terminate();
  });

  it.each([
    ['that nobody knows', -1],
    ['with a number that was not reached yet', 9],
    ['with a number that is far too high', 1_000],
  ])('%s begins anew', async (_, ahead) => {
    const token = scene.stack.token(`erin-${ahead}`);
    const { id, next } = await greetedAs(token);
    const wanted = ahead < 0 ? 'a'.repeat(26) : id;
    const again = await challenged(token, `?connection_id=${wanted}&sequence_number=${next + Math.abs(ahead)}`);
    const { data, seq } = await again.next({ event: 'hello' });
    expect(seq).toBe(0);
    expect((data as { connection_id: string }).connection_id).not.toBe(id);
    again.socket.terminate();
  });
});

it('a gateway that is told to stop cuts these clients, who else would not come back', async () => {
  const token = scene.stack.token('frank');
  const socket = await RawMattermost.open(scene.stack.socketUrl, { headers: { Authorization: `Bearer ${token}` } });
  await socket.next({ event: 'hello' });
  const name = /gateway-\d$/.exec(await gatewayOf('frank'))?.[0] ?? '';
  const former = scene.stack.pids()[name] ?? 0;
  process.kill(former, 'SIGTERM');
  expect(await socket.closed).toBe(1006);
  await scene.stack.isBack(name, former);
});
