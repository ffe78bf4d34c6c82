import { readModelAddress } from '@noroshi/event-sourcing';
import { eventually } from '@noroshi/testing';
import { runMessages } from './testing/running-messages.js';

let messages: Awaited<ReturnType<typeof runMessages>>;
beforeAll(async () => void (messages = await runMessages()));
afterAll(() => messages.stop());

const NAME = 'message-history';

const contents = async (roomId: string, atLeast: number) => {
  const answer = await messages.ask('history', { roomId, limit: 100, atLeast });
  return answer.ok ? answer.items.map(({ content }) => content) : answer.code;
};
const letters = async () => (await messages.deadLetters.list({ consumer: NAME, limit: 100 })).items;
const status = () => messages.operate('status', {});
/** Bytes in the place of an event. */
const store = async (roomId: string, bytes: string) => {
  messages.nats.connection.publish(`room.${roomId}.talk`, bytes);
  await messages.nats.connection.flush();
};

describe('an event that the history can not take in', () => {
  it('is buried once with its reason, also over a restart, and the others are there', async () => {
    await messages.post('sick', 'ann', 'before');
    await store('sick', 'no event at all');
    const last = await messages.post('sick', 'ann', 'after');
    expect(await contents('sick', last)).toEqual(['before', 'after']);
    const buried = await letters();
    expect(buried).toMatchObject([
      { position: last - 1, reason: 'the message is not JSON', lane: { entity: 'sick', name: 'talk' } },
    ]);
    await messages.recompose();
    expect(await contents('sick', last)).toEqual(['before', 'after']);
    expect(await letters()).toEqual(buried);
  });

  it('fails again when it is replayed, and its letter says so', async () => {
    await store('worse', '{"type":"MessagePosted","content":"secret"}');
    const last = await messages.post('worse', 'ann', 'after');
    await contents('worse', last);
    const letter = (await letters()).at(-1);
    const reason = 'the message is a MessagePosted without a valid by';
    expect(letter).toMatchObject({ reason, tries: 1 });
    expect(await messages.operate('replay', { id: letter?.id })).toEqual({ kind: 'failed', reason });
    expect((await letters()).at(-1)).toMatchObject({ reason, tries: 2 });
  });

  it('comes into its place when a replay can take it in, and its letter goes', async () => {
    const [first, second] = [await messages.post('well', 'ann', 'one'), await messages.post('well', 'ann', 'two')];
    await contents('well', second);
    // As if an earlier version of the service had not been able to.
    const lane = { category: 'room', entity: 'well', name: 'talk' };
    const burial = { consumer: NAME, epoch: messages.rooms.epoch, position: first, lane, reason: 'a bug', tries: 3 };
    const id = await messages.deadLetters.bury(burial);
    expect(await messages.operate('replay', { id })).toEqual({ kind: 'replayed' });
    expect(await messages.deadLetters.find(id)).toBeUndefined();
    expect(await contents('well', second)).toEqual(['one', 'two']);
  });
});

describe('a rebuild of the history', () => {
  it('gives the same history, while people go on talking and reading', async () => {
    let last = 0;
    for (let n = 0; n < 500; n += 1) last = await messages.post('long', 'ann', String(n));
    await contents('long', last);
    expect(await messages.operate('rebuild', {})).toMatchObject({ name: NAME, rebuilding: {} });
    let count = 500;
    let isRebuilding = true;
    while (isRebuilding) {
      last = await messages.post('long', 'ann', String(count));
      count += 1;
      const shown = await contents('long', last);
      expect(shown.at(-1)).toBe(String(count - 1));
      isRebuilding = 'rebuilding' in (await status());
    }
    const page = await messages.ask('history', { roomId: 'long', limit: 100, atLeast: last });
    expect(page.ok && page.items.map(({ content }) => Number(content))).toEqual(
      Array.from({ length: 100 }, (_, index) => count - 100 + index),
    );
  });

  it('can be asked for while NATS is gone for a moment', async () => {
    await messages.server.kill();
    await messages.server.restart();
    const address = readModelAddress(NAME, 'rebuild');
    await eventually(() => messages.bus.request(address, {}).then(() => true), { reason: 'the service answers' });
    await eventually(async () => !('rebuilding' in (await status())), { reason: 'it is done' });
  });
});
