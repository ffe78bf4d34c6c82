import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { eventually } from '@noroshi/testing';
import { readAll } from './api.js';
import { Client, type Frame } from './client.js';
import { isAlive, Stack, temporaryDir } from './stack.js';

const START_MS = 180_000;
const roomId = 'the room that lasts';

let stack: Stack;
const dataDir = temporaryDir();

const join = async (userId: string, more: object = {}): Promise<Client> => {
  const client = await Client.connect(stack.socketUrl, { token: stack.token(userId) });
  await client.join(roomId, more);
  return client;
};

const membersOf = async (client: Client): Promise<Frame> => {
  client.send({ action: 'members', roomId });
  return client.next('members');
};

const ownWords = (said: readonly string[]): string[] => said.filter((line) => line.startsWith('noroshi: '));

beforeAll(async () => {
  stack = await Stack.start({ dataDir });
}, START_MS);

afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, START_MS);

it(
  'a second start on the data of a running stack ends with 1 and one sentence, and disturbs nothing',
  async () => {
    const pids = stack.pids();
    const { code, said } = await Stack.failToStart({ dataDir });
    expect(code).toBe(1);
    expect(ownWords(said)).toEqual([expect.stringMatching(/^noroshi: Another Noroshi .* runs on .*\.$/)]);
    expect(stack.pids()).toEqual(pids);
    await (await join('alice')).close();
  },
  START_MS,
);

it(
  'a start on a port that is taken ends with 1 and one sentence',
  async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { code, said } = await Stack.failToStart({ env: { PORT: String(port) } });
    holder.close();
    expect(code).toBe(1);
    expect(ownWords(said)).toEqual([expect.stringMatching(new RegExp(`^noroshi: Port ${port} .* is taken: .*\\.$`))]);
  },
  START_MS,
);

it(
  'a start with bad settings ends with 1, and tells all that is wrong at once',
  async () => {
    const env = {
      PORT: '80a',
      NOROSHI_GATEWAYS: '0',
      NOROSHI_JWT_SECRET: 'short',
      NOROSHI_ANONYMOUS: 'perhaps',
      NOROSHI_GATEWAY: '2',
    };
    const { code, said } = await Stack.failToStart({ env });
    expect(code).toBe(1);
    const words = ownWords(said);
    expect(words).toHaveLength(Object.keys(env).length);
    for (const name of Object.keys(env)) expect(words).toContainEqual(expect.stringContaining(`noroshi: ${name} `));
    expect(said.join('\n')).not.toContain('short');
  },
  START_MS,
);

it(
  'what was said and decided is there again after a stop and a start, and no process is left between',
  async () => {
    const alice = await join('alice', { stay: true });
    const bob = await join('bob', { stay: true });
    for (const line of ['one', 'two', 'three']) await alice.say(roomId, line, { clientMessageId: line });
    const [first, second] = alice.of('message') as [Frame, Frame];
    bob.send({ action: 'react', roomId, messageId: first['messageId'], emoji: '🔥' });
    await alice.next('reaction');
    alice.send({ action: 'edit', roomId, messageId: first['messageId'], content: 'one, edited' });
    await bob.next('messageEdited');
    bob.send({ action: 'read', roomId, offset: second['offset'] });
    await bob.next('read');
    const before = {
      history: await readAll(stack, { roomId, token: stack.token('reader') }),
      roles: rolesOf(await membersOf(alice)),
    };
    expect(before.history).toHaveLength(3);

    const pids = Object.values(stack.pids());
    expect(pids.length).toBeGreaterThanOrEqual(4);
    const ended = await stack.stop();
    expect(ended.code).toBe(0);
    const closings = await Promise.all([alice.closed, bob.closed]);
    for (const { code } of closings) expect([1001, 1012]).toContain(code);
    await eventually(() => pids.every((pid) => !isAlive(pid)), { reason: 'no process of the stack is left' });

    stack = await Stack.start({ dataDir });
    const history = await readAll(stack, { roomId, token: stack.token('reader') });
    expect(history).toEqual(before.history);
    const bobAgain = await join('bob');
    expect(rolesOf(await membersOf(bobAgain))).toEqual(before.roles);
    bobAgain.send({ action: 'read', roomId, offset: first['offset'] });
    expect(await bobAgain.next('read')).toMatchObject({ offset: second['offset'], unreadCount: 1 });
    const aliceAgain = await join('alice');
    aliceAgain.send({ action: 'message', roomId, content: 'three', clientMessageId: 'three' });
    expect(await aliceAgain.next('accepted')).toMatchObject({ messageId: before.history[2]?.['messageId'] });
    await aliceAgain.say(roomId, 'four');
    const contents = (await readAll(stack, { roomId, token: stack.token('reader') })).map(({ content }) => content);
    expect(contents).toEqual(['one, edited', 'two', 'three', 'four']);
    await Promise.all([aliceAgain.close(), bobAgain.close()]);
  },
  START_MS,
);

const rolesOf = ({ members }: Frame): unknown[] =>
  (members as { userId: string; role: string }[]).map(({ userId, role }) => ({ userId, role }));
