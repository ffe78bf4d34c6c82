import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@noroshi/testing';
import { readAll } from './api.js';
import type { Client } from './client.js';
import { PersistentClient } from './persistent-client.js';
import { setScene } from './scene.js';

const scene = setScene();

/** People type; without a pause the two would only measure how fast the stack is. */
const TYPING_MS = 25;

const roomId = 'the room that survives';
let people: { readonly alice: PersistentClient; readonly bob: PersistentClient };
const stopTalking = new AbortController();
let talking: Promise<void>;

/** They take turns, each saying the next thing when the one before is acknowledged. */
async function talk(): Promise<void> {
  for (let line = 1; !stopTalking.signal.aborted; line += 1) {
    await people.alice.say(`alice ${line}`);
    await people.bob.say(`bob ${line}`);
    await delay(TYPING_MS);
  }
}

beforeAll(() => {
  const { socketUrl } = scene.stack;
  const person = (name: string): PersistentClient =>
    new PersistentClient({ socketUrl, token: scene.stack.token(name), roomId });
  people = { alice: person('alice'), bob: person('bob') };
  talking = talk();
});

afterAll(async () => {
  stopTalking.abort();
  await Promise.all([people.alice.leave(), people.bob.leave()]);
});

/** Both say something now, and each hears the other. How long that takes is measured by `npm run check`. */
async function bothAreServed(what: string): Promise<void> {
  const { alice, bob } = people;
  // Both wait to hear before anything is said: what is said while one is disconnected is for the history.
  for (let round = 1; ; round += 1) {
    const lines = { alice: `alice after ${what}, ${round}`, bob: `bob after ${what}, ${round}` };
    const heard = Promise.all([alice.hears(lines.bob), bob.hears(lines.alice)]).then(() => true);
    await Promise.all([alice.say(lines.alice), bob.say(lines.bob)]);
    if (await Promise.race([heard, delay(200, false)])) return;
  }
}

async function presentFor(client: Client, room: string): Promise<unknown> {
  client.send({ action: 'members', roomId: room });
  return (await client.next('members'))['present'];
}

it('two people chat', async () => {
  await bothAreServed('the beginning');
});

it.each(['messages', 'rooms', 'gateway-1', 'nats'])(
  'when %s is killed it is started again, and the chat goes on',
  async (name) => {
    const former = scene.stack.kill(name);
    await bothAreServed(`the death of ${name}`);
    await scene.stack.isBack(name, former);
    await bothAreServed(`the return of ${name}`);
    const newcomer = await scene.connect('newcomer');
    await newcomer.join(roomId);
    newcomer.send({ action: 'history', roomId });
    expect(await newcomer.next('history')).toMatchObject({ more: true });
    await eventually(async () => (await presentFor(newcomer, roomId)) === 3, {
      reason: `everybody is counted after ${name} is back`,
    });
  },
);

it('when everything is killed at the same moment the chat goes on as well', async () => {
  const former = Object.keys(scene.stack.pids()).map((name) => ({ name, pid: scene.stack.kill(name) }));
  expect(former).toHaveLength(5);
  await bothAreServed('the death of all');
  for (const { name, pid } of former) await scene.stack.isBack(name, pid);
});

it.each(['messages', 'rooms'])('people in a room notice nothing of the death of %s', async (name) => {
  const quiet = scene.newRoom();
  const carol = await scene.connect('carol');
  const dave = await scene.connect('dave');
  await carol.join(quiet);
  await dave.join(quiet);
  const former = scene.stack.kill(name);
  await carol.say(quiet, 'while it is away');
  await dave.next({ type: 'message', content: 'while it is away' });
  await scene.stack.isBack(name, former);
  await eventually(async () => (await presentFor(carol, quiet)) === 2, {
    reason: `both are counted after ${name} is back`,
  });
  dave.send({ action: 'leaveRoom' });
  await carol.next({ type: 'memberLeft', userId: 'dave' });
  const told = carol.frames.map(({ type }) => type).filter((type) => type !== 'members');
  expect(told).toEqual(['connection', 'joinedRoom', 'memberJoined', 'message', 'memberLeft']);
});

it('who leaves while the rooms service is away is seen to leave once it is back', async () => {
  const quiet = scene.newRoom();
  const carol = await scene.connect('carol');
  const dave = await scene.connect('dave');
  await carol.join(quiet);
  await dave.join(quiet);
  const former = scene.stack.kill('rooms');
  await dave.close();
  await scene.stack.isBack('rooms', former);
  await carol.next({ type: 'memberLeft', userId: 'dave' });
});

it('in the end the history holds every acknowledged message exactly once, in the order in which it was heard', async () => {
  const { alice, bob } = people;
  stopTalking.abort();
  await talking;
  const history = await readAll(scene.stack, { roomId, token: scene.stack.token('reader') });
  const placeOf = new Map(history.map(({ messageId }, place) => [messageId, place]));
  expect(placeOf.size).toBe(history.length);

  for (const [userId, client] of Object.entries(people)) {
    const stored = history.filter((item) => item['userId'] === userId);
    const byClientId = stored.map(({ clientMessageId, messageId }) => ({ clientMessageId, messageId }));
    const acknowledged = [...client.accepted].map(([clientMessageId, { messageId }]) => ({
      clientMessageId,
      messageId,
    }));
    expect(new Set(acknowledged.map(({ messageId }) => messageId)).size).toBe(acknowledged.length);
    expect(byClientId).toHaveLength(acknowledged.length);
    expect(byClientId).toEqual(expect.arrayContaining(acknowledged));
  }
  for (const { heard } of [alice, bob]) {
    const places = heard.map(({ messageId }) => placeOf.get(messageId));
    expect(places).not.toContain(undefined);
    expect(places).toEqual([...new Set(places)].sort((a, b) => Number(a) - Number(b)));
  }
});
