import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Client, type ClientOptions, type Message, type OutboxStore, type Room } from '@noroshi/client';
import { fileOutbox } from '@noroshi/client/node';
import { eventually } from '@noroshi/testing';
import { WebSocket } from 'ws';
import { cutProxy, type CutProxy } from '../cut-proxy.js';
import type { Scene } from '../scene.js';

/** How the clients of a run are made, but for who they are. */
export interface ClientKind {
  readonly scene: Scene;
  readonly options: Pick<ClientOptions, 'transports' | 'codec'>;
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`);

interface Person {
  readonly client: Client;
  readonly room: Room;
  /** What this one has heard, in order. */
  readonly heard: string[];
}

interface Ways {
  readonly userId: string;
  readonly roomId: string;
  /** Where the client thinks that the server is. */
  readonly port?: number;
  readonly outbox?: OutboxStore;
}

/** What every client keeps, whatever it runs on and whatever carries its frames. */
export function clientsKeepTheirWord({ scene, options }: ClientKind): void {
  const clients = new Set<Client>();
  let proxy: CutProxy;

  beforeAll(async () => {
    proxy = await cutProxy(scene.stack.port);
  });
  afterEach(() => {
    for (const client of clients) client.close();
    clients.clear();
    proxy.open();
  });
  afterAll(() => proxy.close());

  const clientOf = (userId: string, { port = scene.stack.port, ...more }: Partial<Ways> = {}): Client => {
    const client = connect({
      url: `http://127.0.0.1:${port}`,
      token: scene.stack.token(userId),
      webSocket: WebSocket,
      ...options,
      ...(more.outbox && { outbox: more.outbox }),
    });
    clients.add(client);
    return client;
  };
  const enter = async ({ roomId, ...who }: Ways): Promise<Person> => {
    const client = clientOf(who.userId, who);
    const room = client.room(roomId);
    const heard: string[] = [];
    room.on('message', ({ content }) => heard.push(content));
    await room.join();
    return { client, room, heard };
  };
  const all = (person: Person, count: number): Promise<unknown> =>
    eventually(() => person.heard.length >= count, { reason: `${count} messages are heard`, timeoutMs: 20_000 });
  const moderate = async (method: string, path: string, body?: object): Promise<void> => {
    await clientOf('owner').rest.request(method as 'PUT', path, body);
  };
  const codeOf = async (sent: Promise<unknown>): Promise<unknown> =>
    sent.then(
      () => 'stored',
      (error: unknown) => (error as { code?: unknown }).code,
    );

  it('what one says is stored when it resolves, and everybody hears it once and in the same order', async () => {
    const roomId = scene.newRoom();
    const people = await Promise.all(['ann', 'bob', 'cleo'].map((userId) => enter({ userId, roomId })));
    const [ann, bob] = people as [Person, Person];
    const receipts = await Promise.all([
      ...numbered('ann', 20).map((text) => ann.room.send(text)),
      ...numbered('bob', 20).map((text) => bob.room.send(text)),
    ]);
    await Promise.all(people.map((person) => all(person, 40)));
    for (const { heard } of people) expect(heard).toEqual(ann.heard);
    expect(ann.heard.filter((text) => text.startsWith('ann'))).toEqual(numbered('ann', 20));
    expect(new Set(ann.heard).size).toBe(40);
    const { items } = await bob.room.history({ limit: 100 });
    expect(items.map(({ content }) => content)).toEqual(ann.heard);
    expect(new Set(items.map(({ offset }) => offset))).toEqual(new Set(receipts.map(({ offset }) => offset)));
  });

  it('a network that breaks again and again loses nothing and doubles nothing', async () => {
    const roomId = scene.newRoom();
    const near = await enter({ userId: 'near', roomId });
    const far = await enter({ userId: 'far', roomId, port: proxy.port });
    const timeline = far.room.timeline({ limit: 100 });
    const sent: Promise<unknown>[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (const text of numbered(`far ${round}`, 8)) sent.push(far.room.send(text));
      for (const text of numbered(`near ${round}`, 8)) sent.push(near.room.send(text));
      await all(near, round * 16 + 10);
      proxy.cut();
    }
    await Promise.all(sent);
    await Promise.all([all(near, 64), all(far, 64)]);
    expect(far.heard).toEqual(near.heard);
    expect(new Set(far.heard).size).toBe(64);
    const shown = (): string[] => timeline.current.messages.map(({ content }) => content);
    await eventually(() => shown().length === 64, { reason: 'the timeline has all' });
    expect(shown()).toEqual(near.heard);
    const { items } = await near.room.history({ limit: 100 });
    expect(items.map(({ content }) => content)).toEqual(near.heard);
  });

  it('what is said offline is shown as pending, and arrives once and in order when the network is back', async () => {
    const roomId = scene.newRoom();
    const near = await enter({ userId: 'near', roomId });
    const far = await enter({ userId: 'far', roomId, port: proxy.port });
    const timeline = far.room.timeline();
    await far.room.send('before');
    proxy.shut();
    proxy.cut();
    await eventually(() => far.client.state.current.phase !== 'connected', { reason: 'the loss is noticed' });
    const sent = numbered('offline', 10).map((text) => far.room.send(text));
    const pending = (): readonly Message[] => timeline.current.messages.filter(({ status }) => status === 'pending');
    expect(pending().map(({ content }) => content)).toEqual(numbered('offline', 10));
    await eventually(() => far.client.unsent.current === 10, { reason: 'ten are unsent' });
    await near.room.send('meanwhile');
    proxy.open();
    far.client.retryNow();
    await Promise.all(sent);
    await Promise.all([all(near, 12), all(far, 12)]);
    expect(near.heard).toEqual(['before', 'meanwhile', ...numbered('offline', 10)]);
    expect(far.heard).toEqual(near.heard);
    await eventually(() => far.client.unsent.current === 0, { reason: 'none is unsent' });
    expect(pending()).toEqual([]);
  });

  it.each([
    ['muted', 'PUT', 'mutes/guilty', { until: new Date(Date.now() + 3_600_000).toISOString() }, 'muted'],
    ['banned', 'PUT', 'bans/guilty', undefined, 'banned'],
  ])('somebody who is %s while away is told so by the promise', async (_how, method, path, body, code) => {
    const roomId = scene.newRoom();
    const owner = await enter({ userId: 'owner', roomId });
    const guilty = await enter({ userId: 'guilty', roomId, port: proxy.port });
    await guilty.room.send('before');
    proxy.shut();
    proxy.cut();
    await eventually(() => guilty.client.state.current.phase !== 'connected', { reason: 'the loss is noticed' });
    const sent = codeOf(guilty.room.send('after'));
    await moderate(method, `/rooms/${roomId}/${path}`, body);
    proxy.open();
    guilty.client.retryNow();
    expect(await sent).toBe(code);
    expect(guilty.client.unsent.current).toBe(0);
    await owner.room.send('the end');
    await all(owner, 2);
    expect(owner.heard).toEqual(['before', 'the end']);
  });

  it('what was not sent when the client ended is sent by the next one of the same user and store', async () => {
    const roomId = scene.newRoom();
    const kept = new Map<string, Parameters<OutboxStore['put']>[0]>();
    const outbox: OutboxStore = {
      all: (userId) => Promise.resolve([...kept.values()].filter((each) => each.userId === userId)),
      put: (outgoing) => Promise.resolve(void kept.set(outgoing.clientMessageId, outgoing)),
      remove: (_userId, clientMessageId) => Promise.resolve(void kept.delete(clientMessageId)),
    };
    const near = await enter({ userId: 'near', roomId });
    const far = await enter({ userId: 'far', roomId, port: proxy.port, outbox });
    proxy.shut();
    proxy.cut();
    await eventually(() => far.client.state.current.phase !== 'connected', { reason: 'the loss is noticed' });
    const sent = numbered('kept', 5).map((text) => codeOf(far.room.send(text)));
    await eventually(() => kept.size === 5, { reason: 'they are kept' });
    far.client.close();
    expect(new Set(await Promise.all(sent))).toEqual(new Set(['closed']));
    proxy.open();
    const again = clientOf('far', { outbox });
    again.on('state', () => undefined);
    await all(near, 5);
    expect(near.heard).toEqual(numbered('kept', 5));
    await eventually(() => kept.size === 0, { reason: 'nothing is kept any more' });
  });

  it('what was said before the server was ever there is kept over a restart, shown, and stored once', async () => {
    const roomId = scene.newRoom();
    const near = await enter({ userId: 'near', roomId });
    const folder = await mkdtemp(join(tmpdir(), 'noroshi-outbox-'));
    const outbox = fileOutbox(join(folder, 'outbox.jsonl'));
    const far = { port: proxy.port, outbox };
    proxy.shut();
    const first = clientOf('far', far);
    const sent = numbered('early', 3).map((text) => codeOf(first.room(roomId).send(text)));
    await eventually(async () => (await outbox.all('far')).length === 3, { reason: 'they are kept' });
    first.close();
    expect(await Promise.all(sent)).toEqual(['closed', 'closed', 'closed']);
    await outbox.close();
    const again = clientOf('far', far);
    const timeline = again.room(roomId).timeline();
    again.unsent.subscribe(() => undefined);
    await eventually(() => again.unsent.current === 3, { reason: 'they are known again' });
    expect(timeline.current.messages.map(({ content, status }) => [content, status])).toEqual(
      numbered('early', 3).map((text) => [text, 'pending']),
    );
    expect(again.me.current).toBeUndefined();
    proxy.open();
    again.retryNow();
    await all(near, 3);
    await eventually(() => again.unsent.current === 0, { reason: 'none is unsent' });
    await near.room.send('the end');
    await all(near, 4);
    expect(near.heard).toEqual([...numbered('early', 3), 'the end']);
    expect(await outbox.all('far')).toEqual([]);
    again.close();
    await outbox.close();
    await rm(folder, { recursive: true });
  });

  it('a gateway that is killed in the middle of it all loses nothing and doubles nothing', async () => {
    const roomId = scene.newRoom();
    const people = await Promise.all(
      Array.from({ length: 6 }, (_, index) => enter({ userId: `user-${index}`, roomId })),
    );
    const sent: Promise<unknown>[] = [];
    const speak = (round: string): void => {
      for (const [index, { room }] of people.entries())
        for (const text of numbered(`${round} by ${index}`, 10)) sent.push(room.send(text));
    };
    speak('before');
    const former = scene.stack.kill('gateway-2');
    speak('after');
    await Promise.all(sent);
    await Promise.all(people.map((person) => all(person, 120)));
    const [first, ...others] = people as [Person, ...Person[]];
    expect(new Set(first.heard).size).toBe(120);
    for (const { heard } of others) expect(heard).toEqual(first.heard);
    for (const index of people.keys()) {
      const own = first.heard.filter((text) => text.includes(`by ${index} `));
      expect(own).toEqual([...numbered(`before by ${index}`, 10), ...numbered(`after by ${index}`, 10)]);
    }
    await scene.stack.isBack('gateway-2', former);
  });
}
