import { eventually, startNatsServer, type NatsServer } from '@noroshi/testing';
import { get } from './api.js';
import { Client } from './client.js';
import { noroshi } from './noroshi.js';
import { publishToNats } from './nats-publish.js';
import { isAlive, Stack } from './stack.js';

const START_MS = 180_000;

let nats: NatsServer;
let stack: Stack;
const clients: Client[] = [];
let rooms = 0;

beforeAll(async () => {
  nats = await startNatsServer();
  stack = await Stack.start({ env: { NATS_URL: nats.url } });
}, START_MS);
afterEach(async () => {
  // Whatever a test that failed has left: the next one is to find everything as it was.
  for (const pid of [nats.pid, ...Object.values(stack.pids())].filter(isAlive)) thaw(pid);
  if (!isAlive(nats.pid)) await nats.restart();
  await isReady();
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await stack.discard();
  await nats.stop();
}, START_MS);

async function inRoom(roomId: string, ...names: string[]): Promise<Client[]> {
  const joined: Client[] = [];
  for (const name of names) {
    const client = await Client.connect(stack.socketUrl, { token: stack.token(name) });
    clients.push(client);
    await client.join(roomId);
    joined.push(client);
  }
  return joined;
}

const newRoom = (): string => `outage ${(rooms += 1)}`;
const post = (client: Client, roomId: string, content: string): void =>
  client.send({ action: 'message', roomId, content, clientMessageId: content });
const readyz = async () => {
  const answer = await fetch(`${stack.url}/readyz`);
  return { code: answer.status, ...((await answer.json()) as { dependencies: Record<string, string> }) };
};
const isReady = () => eventually(async () => (await readyz()).code === 200, { reason: 'ready again' });
const freeze = (pid: number) => process.kill(pid, 'SIGSTOP');
const thaw = (pid: number) => process.kill(pid, 'SIGCONT');
const pidOf = (name: string): number => stack.pids()[name] ?? 0;
const messagesHeard = (client: Client) => client.of('message').map(({ content }) => content);

describe('while NATS is away', () => {
  it.each(['killed', 'frozen'])(
    '(%s) sockets stay, sends are told, and nothing is lost or doubled',
    async (how) => {
      const roomId = newRoom();
      const [alice, bob] = (await inRoom(roomId, 'alice', 'bob')) as [Client, Client];
      await alice.say(roomId, 'before');
      const pids = stack.pids();
      if (how === 'killed') await nats.kill();
      else freeze(nats.pid);

      post(alice, roomId, 'while it is away');
      expect(await alice.next('error')).toMatchObject({
        ...{ code: 'unavailable', clientMessageId: 'while it is away', retryAfter: 1, roomId },
      });
      expect((await fetch(`${stack.url}/healthz`)).status).toBe(200);
      expect(await readyz()).toMatchObject({ code: 503, dependencies: { nats: 'down' } });
      bob.send({ action: 'history', roomId });
      expect(await bob.next('error')).toMatchObject({ code: 'unavailable', action: 'history' });
      const carol = await Client.connect(stack.socketUrl, { token: stack.token('carol') });
      clients.push(carol);
      carol.send({ action: 'joinRoom', roomId: newRoom() });
      expect(await carol.next('error')).toMatchObject({ code: 'unavailable', action: 'joinRoom' });
      await Promise.all([alice.settled(), bob.settled(), carol.settled()]);

      if (how === 'killed') await nats.restart();
      else thaw(nats.pid);
      await isReady();
      post(alice, roomId, 'while it is away');
      await alice.next({ type: 'accepted', clientMessageId: 'while it is away' });
      await bob.next({ type: 'message', content: 'while it is away' });
      await alice.say(roomId, 'after');
      await bob.next({ type: 'message', content: 'after' });
      expect(messagesHeard(bob)).toEqual(['before', 'while it is away', 'after']);
      expect(messagesHeard(alice)).toEqual(['before', 'while it is away', 'after']);
      expect(stack.pids()).toEqual(pids);
    },
    120_000,
  );

  it('services that are started wait for it, and are not started again and again', async () => {
    const roomId = newRoom();
    const [alice] = (await inRoom(roomId, 'alice')) as [Client];
    await nats.kill();
    for (const name of ['rooms', 'messages']) {
      const former = stack.kill(name);
      await eventually(() => pidOf(name) !== former && pidOf(name) !== 0, { reason: `${name} is started again` });
    }
    const pids = stack.pids();
    const started = performance.now();
    // Longer than it would take to give up and be started once more.
    await eventually(() => alice.settled().then(() => performance.now() > started + 5_000), {
      reason: 'five seconds are over',
    });
    await nats.restart();
    await isReady();
    expect(stack.pids()).toEqual(pids);
    await alice.say(roomId, 'all are back');
  }, 120_000);
});

describe('while a service hangs', () => {
  it('rooms: people go on talking; who wants to come in is told after a while, and comes in later', async () => {
    const roomId = newRoom();
    const [alice, bob] = (await inRoom(roomId, 'alice', 'bob')) as [Client, Client];
    freeze(pidOf('rooms'));
    await alice.say(roomId, 'still here');
    await bob.next({ type: 'message', content: 'still here' });
    const carol = await Client.connect(stack.socketUrl, { token: stack.token('carol') });
    clients.push(carol);
    carol.send({ action: 'joinRoom', roomId: newRoom() });
    expect(await carol.next('error')).toMatchObject({ code: 'unavailable', action: 'joinRoom' });
    expect(await readyz()).toMatchObject({ code: 503, dependencies: { nats: 'up', rooms: 'down', messages: 'up' } });
    thaw(pidOf('rooms'));
    await isReady();
    await carol.join(roomId);
    await alice.say(roomId, 'welcome');
    await carol.next({ type: 'message', content: 'welcome' });
  }, 120_000);

  it('messages: people go on talking; who wants to read back is told after a while, and reads later', async () => {
    const roomId = newRoom();
    const [alice, bob] = (await inRoom(roomId, 'alice', 'bob')) as [Client, Client];
    freeze(pidOf('messages'));
    await alice.say(roomId, 'still here');
    await bob.next({ type: 'message', content: 'still here' });
    await inRoom(newRoom(), 'dave');
    bob.send({ action: 'history', roomId });
    expect(await bob.next('error')).toMatchObject({ code: 'unavailable', action: 'history' });
    expect(await readyz()).toMatchObject({ code: 503, dependencies: { nats: 'up', rooms: 'up', messages: 'down' } });
    thaw(pidOf('messages'));
    await isReady();
    bob.send({ action: 'history', roomId });
    const page = await bob.next('history');
    expect((page['items'] as { content: string }[]).map(({ content }) => content)).toEqual(['still here']);
  }, 120_000);
});

describe('a message in the log that is no event', () => {
  it('stops nobody, is listed, replayed and discarded with one command each', async () => {
    const [alice, bob] = (await inRoom('sickroom', 'alice', 'bob')) as [Client, Client];
    await alice.say('sickroom', 'before');
    await publishToNats(nats.port, 'room.sickroom.talk', 'this is no event');
    await alice.say('sickroom', 'after');
    await bob.next({ type: 'message', content: 'after' });
    bob.send({ action: 'history', roomId: 'sickroom' });
    const page = await bob.next('history');
    expect((page['items'] as { content: string }[]).map(({ content }) => content)).toEqual(['before', 'after']);

    const listed = await eventually(
      async () => {
        const { out } = await noroshi(stack, ['deadletters', 'list', '--json']);
        const letters = JSON.parse(out) as { id: string; consumer: string; reason: string }[];
        return letters.length > 0 && letters;
      },
      { reason: 'the history has buried it', timeoutMs: 60_000 },
    );
    expect(listed).toMatchObject([
      { consumer: 'message-history', reason: 'the message is not JSON', lane: { entity: 'sickroom' } },
    ]);
    const id = listed[0]?.id ?? '';
    expect(await noroshi(stack, ['deadletters', 'replay', id])).toMatchObject({
      code: 1,
      out: `${id}  failed: the message is not JSON\n`,
    });
    const metrics = await (await fetch(`${stack.url}/metrics`)).text();
    expect(metrics).toContain('noroshi_dead_letters_count{consumer="message-history"} 1');
    expect(metrics).toMatch(/^noroshi_poison_events_total 1$/m);
    expect(await noroshi(stack, ['deadletters', 'discard', id])).toMatchObject({ code: 0 });
    expect(await noroshi(stack, ['deadletters', 'list'])).toMatchObject({ code: 0, out: 'No dead letters.\n' });
    expect(await noroshi(stack, ['deadletters', 'discard', id])).toMatchObject({ code: 1 });
  }, 180_000);

  it('is nobody’s business but an operator’s', async () => {
    for (const path of ['/dead-letters', '/read-models']) {
      expect((await get(stack, path, stack.token('alice'))).status).toBe(403);
      expect((await fetch(`${stack.url}/api/v1${path}`)).status).toBe(401);
      expect((await get(stack, path, stack.token('root', { roles: ['admin'] }))).status).toBe(200);
    }
    const post = (path: string, token: string) =>
      fetch(`${stack.url}/api/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    expect((await post('/read-models/message-history/rebuild', stack.token('alice'))).status).toBe(403);
    const admin = stack.token('root', { roles: ['admin'] });
    expect((await post('/read-models/nonsense/rebuild', admin)).status).toBe(404);
    expect((await post('/dead-letters/nonsense/replay', admin)).status).toBe(404);
    expect((await post('/dead-letters/message-history.abc.1/replay', admin)).status).toBe(404);
  });
});

describe('a read model', () => {
  it.each(['messages', 'rooms', 'notifications'])(
    'of %s is built anew with one command, while people use it',
    async (what) => {
      const roomId = newRoom();
      const [alice] = (await inRoom(roomId, 'alice')) as [Client];
      for (let n = 0; n < 20; n += 1) await alice.say(roomId, `before ${n}`);
      const rebuilding = noroshi(stack, ['rebuild', what, '--json']);
      await alice.say(roomId, 'meanwhile');
      await inRoom(roomId, 'newcomer');
      const { code, out } = await rebuilding;
      expect([code, JSON.parse(out)]).toMatchObject([0, { position: expect.any(Number) as number }]);
      alice.send({ action: 'history', roomId, limit: 100 });
      expect((await alice.next('history'))['items']).toHaveLength(21);
      alice.send({ action: 'members', roomId });
      expect((await alice.next('members'))['members']).toHaveLength(2);
      expect(await (await fetch(`${stack.url}/metrics`)).text()).toMatch(/^noroshi_read_model_rebuild_ratio\{.*\} 1$/m);
    },
    120_000,
  );
});

describe('npm run noroshi', () => {
  it('says what to do when it can not do what it is asked', async () => {
    expect(await noroshi(stack, [])).toMatchObject({
      code: 2,
      err: expect.stringContaining('deadletters ') as string,
    });
    const asUser = await noroshi(stack, ['deadletters', 'list', '--token', stack.token('alice')]);
    expect(asUser).toMatchObject({ code: 1, err: expect.stringContaining('role admin') as string });
    const nobody = await noroshi(stack, ['deadletters', 'list'], { NOROSHI_URL: 'http://127.0.0.1:9' });
    expect(nobody).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nobody answers at http://127.0.0.1:9 ') as string,
    });
    const unknown = await noroshi(stack, ['rebuild', 'everything']);
    expect(unknown).toMatchObject({
      code: 2,
      err: expect.stringContaining('rebuild messages or rebuild rooms') as string,
    });
  }, 120_000);
});
