import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMongo, type Mongo } from '@noroshi/mongo';
import { createLogger } from '@noroshi/telemetry';
import {
  eventually,
  startMongoStandin,
  tcpProxy,
  whyNoMongoStandin,
  type MongoStandinServer,
  type TcpProxy,
} from '@noroshi/testing';
import { person, runMessages } from './testing/running-messages.js';

const describeMongo = whyNoMongoStandin === undefined ? describe : describe.skip;

const NAME = 'message-history';

describeMongo('the messages service on MongoDB', () => {
  let folder: string;
  let server: MongoStandinServer;
  let network: TcpProxy;
  let mongo: Mongo;
  let messages: Awaited<ReturnType<typeof runMessages>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'noroshi-mongo-'));
    server = await startMongoStandin({ file: join(folder, 'data.mv') });
    network = await tcpProxy(server.port);
    mongo = connectMongo({ url: server.url, name: 'test', log: createLogger({ name: 'test', level: 'silent' }) });
    messages = await runMessages({ mongoUrl: `mongodb://127.0.0.1:${network.port}` });
  });
  afterAll(async () => {
    await messages.stop();
    await mongo.close();
    await network.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const post = (roomId: string, content: string) => messages.post(roomId, 'ann', content);
  const shown = async (roomId: string, atLeast?: number) => {
    const answer = await messages.ask('history', { roomId, limit: 100, ...(atLeast !== undefined && { atLeast }) });
    return answer.ok ? answer.items.map(({ content }) => content) : answer.code;
  };
  const whole = (roomId: string, atLeast: number) =>
    eventually(
      async () => {
        const found = await shown(roomId, atLeast);
        return found !== 'unavailable' && found;
      },
      { reason: 'the history is served' },
    );
  const status = () => messages.operate('status', {});
  const rebuilt = () => eventually(async () => !('rebuilding' in (await status())), { reason: 'it is built anew' });
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => String(from + n));
  /** The collection that answers. */
  const collection = async () => {
    const models = mongo.db.collection<{ _id: string; edition: string }>('read_models');
    return mongo.db.collection((await models.findOne({ _id: NAME }))?.edition ?? 'none');
  };

  it('answers as it does in memory, at once after something was said', async () => {
    const [first, second] = [await post('lobby', 'helo'), await post('lobby', 'news of the fire')];
    await messages.say('lobby', { type: 'MessageEdited', message: first, content: 'hello', by: person('ann') });
    const last = await messages.say('lobby', {
      ...{ type: 'ReactionAdded', message: second, emoji: '🔥', by: person('bob') },
    });
    expect(await messages.ask('history', { roomId: 'lobby', limit: 9, atLeast: last })).toMatchObject({
      ok: true,
      items: [
        { content: 'hello', editedAt: expect.any(Number) as number },
        { content: 'news of the fire', reactions: { '🔥': ['bob'] } },
      ],
      more: false,
    });
    expect(await messages.ask('facts', { roomId: 'lobby', position: first })).toMatchObject({
      message: { content: 'hello', authorId: 'ann' },
    });
    expect(await messages.ask('search', { roomIds: ['lobby'], text: 'FIRE', limit: 9 })).toMatchObject({
      items: [{ position: second }],
    });
    expect(await messages.ask('unread', { userId: 'bob', rooms: [{ roomId: 'lobby' }] })).toMatchObject({
      rooms: [{ unreadCount: 2, saidTo: last, lastMessage: { position: second } }],
    });
  });

  it('knows what somebody has sent, also what the log has twice', async () => {
    const sent = (content: string) =>
      messages.say('twice', {
        ...{ type: 'MessagePosted', by: person('ann'), content, messageType: 'text', clientMessageId: 'c1' },
      });
    const [first, copy] = [await sent('first'), await sent('second')];
    expect(await shown('twice', copy)).toEqual(['first']);
    const by = { id: 'ann', guest: false };
    expect(await messages.ask('sentAs', { roomId: 'twice', by, clientMessageId: 'c1' })).toMatchObject({
      message: { position: first },
    });
  });

  it('tells users what they were told before, after a new start too', async () => {
    const notification = { title: 't', message: 'm', type: 'info' } as const;
    await messages.ask('notify', { userId: 'bob', notification });
    const page = () => messages.ask('notifications', { userId: 'bob', unreadOnly: false, limit: 9 });
    expect(await page()).toMatchObject({ items: [{ title: 't' }], unreadCount: 1 });
    await messages.recompose();
    const again = await eventually(async () => ((await page()).ok ? page() : false), { reason: 'answered again' });
    expect(again).toMatchObject({ items: [{ title: 't' }], unreadCount: 1 });
  });

  it('goes on where it was when it is started anew, and is whole after a rebuild', async () => {
    const last = [await post('lasting', 'a'), await post('lasting', 'b')].at(-1) ?? 0;
    expect(await whole('lasting', last)).toEqual(['a', 'b']);
    // Its checkpoint is saved when it stops.
    await messages.recompose();
    await (await collection()).deleteOne({ roomId: 'lasting', content: 'a' });
    await messages.recompose();
    const next = await post('lasting', 'c');
    expect(await whole('lasting', next)).toEqual(['b', 'c']);
    const before = (await collection()).collectionName;
    await messages.operate('rebuild', {});
    await rebuilt();
    expect(await shown('lasting', next)).toEqual(['a', 'b', 'c']);
    expect((await collection()).collectionName).not.toBe(before);
  });

  it('never shows less while it is built anew and people go on talking', async () => {
    let last = 0;
    for (const content of numbers(0, 80)) last = await post('long', content);
    await whole('long', last);
    await messages.operate('rebuild', {});
    let count = 80;
    for (let isRebuilding = true; isRebuilding; count += 1) {
      last = await post('long', String(count));
      expect((await whole('long', last)).at(-1)).toBe(String(count));
      isRebuilding = 'rebuilding' in (await status());
    }
    expect(await whole('long', last)).toEqual(numbers(Math.max(0, count - 100), count));
    // What was saved of the one before does not end the service.
    expect(await shown('long', await post('long', 'after'))).toContain('after');
  });

  it('takes a buried event into its place when it is replayed', async () => {
    const [first, second] = [await post('well', 'one'), await post('well', 'two')];
    await whole('well', second);
    await (await collection()).deleteOne({ roomId: 'well', position: first });
    // As if an earlier version of the service had not been able to.
    const lane = { category: 'room', entity: 'well', name: 'talk' };
    const burial = { consumer: NAME, epoch: messages.rooms.epoch, position: first, lane, reason: 'a bug', tries: 3 };
    const id = await messages.deadLetters.bury(burial);
    expect(await messages.operate('replay', { id })).toEqual({ kind: 'replayed' });
    expect(await shown('well', second)).toEqual(['one', 'two']);
  });

  it('tells that history is unavailable while MongoDB is away, and then has all of it, in order, once', async () => {
    await whole('outage', await post('outage', '0'));
    await server.kill();
    for (const content of numbers(1, 40)) await post('outage', content);
    expect(await shown('outage')).toBe('unavailable');
    expect(await messages.ask('search', { roomIds: ['outage'], text: '7', limit: 9 })).toMatchObject({
      code: 'unavailable',
    });
    await server.restart();
    const last = await post('outage', '40');
    expect(await whole('outage', last)).toEqual(numbers(0, 41));
    expect(await messages.deadLetters.list({ limit: 9 })).toEqual({ items: [] });
  });

  it('writes again what it was not told to be written, and has it once', async () => {
    let last = 0;
    for (const content of numbers(0, 60)) {
      last = await post('cut', content);
      if (last % 7 === 0) network.cutMidway();
    }
    expect(await whole('cut', last)).toEqual(numbers(0, 60));
  });

  it('that was started while MongoDB is away answers once it is there', async () => {
    const last = await post('later', 'hello');
    await whole('later', last);
    await server.kill();
    await messages.recompose();
    expect(await shown('later')).toBe('unavailable');
    await server.restart();
    expect(await whole('later', last)).toEqual(['hello']);
  });
});
