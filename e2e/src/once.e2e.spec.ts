import { eventually } from '@noroshi/testing';
import { readAll } from './api.js';
import type { Client, Frame } from './client.js';
import { EventLog } from './event-log.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_ANONYMOUS: 'true', NOROSHI_MESSAGE_RATE: '0' } });

let log: EventLog;
beforeAll(async () => void (log = await EventLog.of(scene.stack)));
afterEach(() => log.rememberAgain());
afterAll(() => log.close());

const post = (roomId: string, content: string, clientMessageId: string) => ({
  action: 'message',
  roomId,
  content,
  clientMessageId,
});

async function resent(client: Client, roomId: string, clientMessageId: string): Promise<Frame> {
  client.send(post(roomId, 'once', clientMessageId));
  return client.next({ type: 'accepted', clientMessageId });
}

/** The kernel spreads connections over the gateways: of sixteen, all on one is a chance of 1 in 30,000. */
const tabsOf = async (userId: string, roomId: string): Promise<Client[]> => {
  const tabs = await Promise.all(Array.from({ length: 16 }, () => scene.connect(userId)));
  await Promise.all(tabs.map((tab) => tab.join(roomId)));
  return tabs;
};

const said = async (roomId: string): Promise<unknown[]> =>
  (await log.eventsOf(roomId)).filter(({ lane }) => lane === 'talk').map(({ content }) => content);

const contents = (client: Client): unknown[] => client.of('message').map(({ content }) => content);

/** Everybody hears the end; until then each must have heard the message once. */
async function heardOnce(roomId: string, speaker: Client, others: readonly Client[]): Promise<void> {
  await speaker.say(roomId, 'the end');
  await Promise.all(others.map((other) => other.next({ type: 'message', content: 'the end' })));
  for (const other of [speaker, ...others]) expect(contents(other)).toEqual(['once', 'the end']);
  expect(await said(roomId)).toEqual(['once', 'the end']);
}

it('a message is stored once, however often it is sent again on any gateway long after the log forgot its key', async () => {
  const roomId = scene.newRoom();
  const listener = await scene.connect('listener');
  await listener.join(roomId);
  const tabs = await tabsOf('ann', roomId);
  const first = await resent(tabs[0] as Client, roomId, 'c-1');
  await log.forgetKeys();
  for (const answer of await Promise.all(tabs.map((tab) => resent(tab, roomId, 'c-1')))) expect(answer).toEqual(first);
  await heardOnce(roomId, tabs[0] as Client, [listener, ...tabs.slice(1)]);
});

it('a message is stored once when it is sent again after everything was killed', async () => {
  const roomId = scene.newRoom();
  const ann = await scene.connect('ann');
  await ann.join(roomId);
  const first = await resent(ann, roomId, 'c-1');
  const killed = Object.keys(scene.stack.pids()).map((name) => [name, scene.stack.kill(name)] as const);
  expect(killed).toHaveLength(6);
  for (const [name, pid] of killed) await scene.stack.isBack(name, pid);
  await log.forgetKeys();
  const tabs = await tabsOf('ann', roomId);
  for (const tab of tabs) expect(await resent(tab, roomId, 'c-1')).toEqual(first);
  const [speaker, ...others] = tabs as [Client, ...Client[]];
  await speaker.say(roomId, 'the end');
  await Promise.all(others.map((other) => other.next({ type: 'message', content: 'the end' })));
  for (const tab of tabs) expect(contents(tab)).toEqual(['the end']);
  expect(await said(roomId)).toEqual(['once', 'the end']);
});

it('while the messages service is away people post on, and what they send again is known by the end of the room', async () => {
  const roomId = scene.newRoom();
  const ann = await scene.connect('ann');
  await ann.join(roomId);
  const first = await resent(ann, roomId, 'c-1');
  await ann.close();
  const former = ['gateway-1', 'gateway-2'].map((name) => [name, scene.stack.kill(name)] as const);
  for (const [name, pid] of former) await scene.stack.isBack(name, pid);
  await log.forgetKeys();
  const tabs = await tabsOf('ann', roomId);
  const messages = scene.stack.kill('messages');
  const answers = Promise.all(tabs.map((tab) => resent(tab, roomId, 'c-1')));
  const fresh = resent(tabs[0] as Client, roomId, 'c-2');
  for (const answer of await answers) expect(answer).toEqual(first);
  await fresh;
  await scene.stack.isBack('messages', messages);
  expect(await said(roomId)).toEqual(['once', 'once']);
  const token = scene.stack.token('ann');
  const ids = (await readAll(scene.stack, { roomId, token })).map(({ clientMessageId }) => clientMessageId);
  expect(ids).toEqual(['c-1', 'c-2']);
});

it('a guest and a verified user of the same id may use the same ids', async () => {
  const roomId = scene.newRoom();
  const guest = await scene.connectAs({ query: { userId: 'twin' } });
  await guest.join(roomId);
  const ofGuest = await resent(guest, roomId, 'c-1');
  // A verified user of that id ends the guest's connection.
  const user = await scene.connect('twin');
  await guest.closed;
  await user.join(roomId);
  const ofUser = await resent(user, roomId, 'c-1');
  expect(ofUser['messageId']).not.toBe(ofGuest['messageId']);
  expect(await resent(user, roomId, 'c-1')).toEqual(ofUser);
  expect(await said(roomId)).toEqual(['once', 'once']);
});

it('when the log is killed in the middle of a flood, everybody hears all that is stored, once and in order', async () => {
  const roomId = scene.newRoom();
  const [speaker, ...listeners] = (await tabsOf('ann', roomId)) as [Client, ...Client[]];
  const ids = Array.from({ length: 300 }, (_, index) => `c-${index}`);
  const accepted = new Set<unknown>();
  const half = new Promise<void>((resolve) => {
    speaker.onFrame = ({ type, clientMessageId }) => {
      if (type === 'accepted' && accepted.add(clientMessageId).size === 100) resolve();
      // As an outbox does.
      if (type === 'error')
        setTimeout(() => speaker.send(post(roomId, String(clientMessageId), String(clientMessageId))), 50);
    };
  });
  for (const id of ids.slice(0, 100)) speaker.send(post(roomId, id, id));
  await half;
  for (const id of ids.slice(100)) speaker.send(post(roomId, id, id));
  const nats = scene.stack.kill('nats');
  await eventually(() => accepted.size === ids.length, { reason: 'all are accepted' });
  await scene.stack.isBack('nats', nats);
  await speaker.say(roomId, 'the end');
  await Promise.all(listeners.map((listener) => listener.next({ type: 'message', content: 'the end' })));
  const stored = await said(roomId);
  expect([...stored].sort()).toEqual([...ids, 'the end'].sort());
  for (const listener of [speaker, ...listeners]) expect(contents(listener)).toEqual(stored);
});

it('a flood of messages and resends on two gateways keeps one of each, in the order sent', async () => {
  const roomId = scene.newRoom();
  const [one, ...others] = (await tabsOf('ann', roomId)) as [Client, ...Client[]];
  const ids = Array.from({ length: 50 }, (_, index) => `c-${index}`);
  for (const id of ids) one.send(post(roomId, id, id));
  await one.next({ type: 'accepted', clientMessageId: 'c-49' });
  await log.forgetKeys();
  for (const client of others) for (const id of ids) client.send(post(roomId, id, id));
  await Promise.all(others.map((client) => client.next({ type: 'accepted', clientMessageId: 'c-49' })));
  const offsets = new Set([one, ...others].flatMap((client) => client.of('accepted').map(({ offset }) => offset)));
  expect(offsets.size).toBe(50);
  expect(await said(roomId)).toEqual(ids);
});
