import { eventually, kafkaPrograms, whyNoMongoStandin } from '@noroshi/testing';
import { get, messagesPath, readAll } from './api.js';
import { Client } from './client.js';
import { noroshi } from './noroshi.js';
import { isAlive, Stack, temporaryDir } from './stack.js';

const START_MS = 180_000;

const describeFull = whyNoMongoStandin === undefined && !('problem' in kafkaPrograms()) ? describe : describe.skip;

describeFull('npm run start:full', () => {
  const dataDir = temporaryDir();
  // One person alone says more here than a person may.
  const start = () => Stack.start({ full: true, dataDir, env: { NOROSHI_MESSAGE_RATE: '0' } });
  let stack: Stack;
  const clients: Client[] = [];

  beforeAll(async () => {
    stack = await start();
  }, START_MS);
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });
  afterAll(() => stack.discard(), START_MS);

  const inRoom = async (roomId: string, name: string): Promise<Client> => {
    const client = await Client.connect(stack.socketUrl, { token: stack.token(name) });
    clients.push(client);
    await client.join(roomId);
    return client;
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => `message ${n}`);
  const post = (client: Client, roomId: string, content: string) => {
    client.send({ action: 'message', roomId, content, clientMessageId: content });
    return client.next({ type: 'accepted', clientMessageId: content }, 20_000);
  };
  /** The whole history, once it has come to the last of them. */
  const whole = (roomId: string, last: string) =>
    eventually(
      async () => {
        const said = (await readAll(stack, { roomId, token: stack.token('alice') })).map(({ content }) => content);
        return said.includes(last) && said;
      },
      { reason: `the history has ${last}`, timeoutMs: 40_000 },
    );

  it('runs a stand-in for MongoDB, which it says aloud, and Kafka, which the relay writes to', () => {
    expect(Object.keys(stack.pids())).toEqual(
      expect.arrayContaining(['mongo', 'kafka', 'messages', 'analytics-relay']),
    );
    expect(stack.said.join('\n')).toContain('a STAND-IN takes the place of MongoDB');
  });

  it('has the whole history, in order and once, though MongoDB was killed while people talked', async () => {
    const alice = await inRoom('outage', 'alice');
    const said = numbers(60);
    for (const [n, content] of said.entries()) {
      if (n === 20) stack.kill('mongo');
      await post(alice, 'outage', content);
    }
    expect(await whole('outage', 'message 59')).toEqual(said);
  }, 120_000);

  it('has the whole history, in order and once, though what writes it was killed in the middle', async () => {
    const alice = await inRoom('killed', 'alice');
    const said = numbers(300);
    const former = stack.pids()['messages'] ?? 0;
    const posting = said.map((content) => ({ content, posted: post(alice, 'killed', content) }));
    await posting[100]?.posted;
    stack.kill('messages');
    await Promise.all(posting.map(({ posted }) => posted));
    await stack.isBack('messages', former);
    expect(await whole('killed', 'message 299')).toEqual(said);
    const { code, out } = await noroshi(stack, ['rebuild', 'messages', '--json']);
    expect({ code, out: JSON.parse(out) as unknown }).toMatchObject({ code: 0, out: { name: 'message-history' } });
    expect(await whole('killed', 'message 299')).toEqual(said);
  }, 120_000);

  it(
    'keeps what it has over a new start, and leaves no process',
    async () => {
      const before = await whole('killed', 'message 299');
      const pids = Object.values(stack.pids());
      expect(await stack.stop()).toMatchObject({ code: 0 });
      expect(pids.filter(isAlive)).toEqual([]);
      stack = await start();
      expect(await whole('killed', 'message 299')).toEqual(before);
      expect((await get(stack, messagesPath('outage'), stack.token('alice'))).status).toBe(200);
    },
    START_MS,
  );
});
