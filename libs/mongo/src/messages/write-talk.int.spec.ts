import fc from 'fast-check';
import {
  InMemoryMessageHistory,
  roomLane,
  type Actor,
  type Message,
  type MessageHistory,
  type TalkEvent,
} from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { whyNoMongo } from '@noroshi/testing';
import { useMongo } from '../testing/use-mongo.js';
import { MongoMessageHistory } from './mongo-message-history.js';

const describeMongo = whyNoMongo === undefined ? describe : describe.skip;

type Talk = RecordedEvent<TalkEvent>;

const people: readonly Actor[] = [
  { id: 'bob', name: 'Bob', guest: false },
  { id: 'bob', name: 'Bob', guest: true },
  { id: 'eve', name: 'Eve', guest: false },
];
const rooms = ['lobby', 'attic'];

/** What people may do, to messages that there may or may not be, often the same ones. */
const anything: fc.Arbitrary<{ readonly roomId: string; readonly event: TalkEvent }> = fc.record({
  roomId: fc.constantFrom(...rooms),
  event: fc.oneof(
    fc.record({
      ...{ type: fc.constant('MessagePosted' as const), by: fc.constantFrom(...people) },
      ...{ content: fc.string({ maxLength: 5 }), messageType: fc.constant('text') },
    }),
    fc.record({
      ...{ type: fc.constant('MessagePosted' as const), by: fc.constantFrom(...people) },
      ...{ content: fc.string({ maxLength: 5 }), messageType: fc.constant('text') },
      clientMessageId: fc.constantFrom('c1', 'c2', 'c3'),
    }),
    fc.record({
      ...{ type: fc.constant('MessageEdited' as const), message: fc.integer({ min: 1, max: 20 }) },
      ...{ content: fc.string({ maxLength: 5 }), by: fc.constantFrom(...people) },
    }),
    fc.record({
      ...{ type: fc.constant('MessageDeleted' as const), message: fc.integer({ min: 1, max: 20 }) },
      by: fc.constantFrom(...people),
    }),
    fc.record({
      type: fc.constantFrom('ReactionAdded' as const, 'ReactionRemoved' as const),
      ...{ message: fc.integer({ min: 1, max: 20 }), emoji: fc.constantFrom('👍', '__proto__', 'a.$b') },
      by: fc.constantFrom(...people),
    }),
  ),
});

const asLog = (events: readonly { readonly roomId: string; readonly event: TalkEvent }[]): Talk[] =>
  events.map(({ roomId, event }, index) => ({
    ...{ event, lane: roomLane(roomId, 'talk'), position: index + 1, recordedAt: 1_700_000_000_000 + index },
  }));

const shown = async (history: MessageHistory): Promise<readonly Message[]> =>
  (await Promise.all(rooms.map((roomId) => history.page({ roomId, limit: 100 })))).flatMap(({ items }) => items);

const inMemory = async (log: readonly Talk[]): Promise<readonly Message[]> => {
  const history = new InMemoryMessageHistory();
  for (const recorded of log) await history.apply(recorded);
  return shown(history);
};

describeMongo('a history that is written in batches', () => {
  const used = useMongo();
  const create = async () => {
    const history = new MongoMessageHistory({ mongo: used.mongo, daysIn: () => 0 });
    await history.open(used.fresh());
    return history;
  };
  const ofLobby = (...events: TalkEvent[]) => asLog(events.map((event) => ({ roomId: 'lobby', event })));
  const [bob, , eve] = people as [Actor, Actor, Actor];
  const posted = (content: string, by = bob): TalkEvent => ({
    type: 'MessagePosted',
    by,
    content,
    messageType: 'text',
  });

  it('is that of the same events one by one, whatever comes again and wherever a batch begins', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { minLength: 1, maxLength: 40 }),
        // Each step begins a little before where the last one ended, or where it began: it was written, and not acknowledged.
        fc.array(fc.record({ back: fc.nat({ max: 12 }), size: fc.integer({ min: 1, max: 15 }) }), { minLength: 40 }),
        async (events, steps) => {
          const log = asLog(events);
          const history = await create();
          let done = 0;
          for (const { back, size } of [...steps, { back: log.length, size: log.length }]) {
            const start = Math.max(0, done - back);
            await history.write(log.slice(start, start + size));
            done = Math.max(done, Math.min(log.length, start + size));
            if (done === log.length && back !== log.length) break;
          }
          await history.write(log.slice(done));
          expect(await shown(history)).toEqual(await inMemory(log));
        },
      ),
      { numRuns: 60, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('is whole when two write it at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 10, maxLength: 40 }), async (events) => {
        const log = asLog(events);
        const history = await create();
        const write = async (size: number) => {
          for (let start = 0; start < log.length; start += size) await history.write(log.slice(start, start + size));
        };
        await Promise.all([write(3), write(7)]);
        expect(await shown(history)).toEqual(await inMemory(log));
      }),
      { numRuns: 30, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('has an edit of a message that the same batch has posted', async () => {
    const history = await create();
    await history.write(
      ofLobby(posted('helo'), { type: 'MessageEdited', message: 1, content: 'hello', by: bob }, posted('after', eve)),
    );
    expect((await shown(history)).map(({ content }) => content)).toEqual(['hello', 'after']);
  });

  it('loses no edit when only the post was written before', async () => {
    const history = await create();
    const log = ofLobby(posted('helo'), { type: 'MessageEdited', message: 1, content: 'hello', by: bob });
    await history.write(log.slice(0, 1));
    await history.write(log);
    expect(await shown(history)).toMatchObject([{ content: 'hello' }]);
  });

  it('takes the first of two with one client message id, also within one batch', async () => {
    const history = await create();
    const twice = { ...posted('first'), clientMessageId: 'c1' } as TalkEvent;
    await history.write(ofLobby(twice, { ...twice, content: 'second' } as TalkEvent));
    expect((await shown(history)).map(({ content }) => content)).toEqual(['first']);
  });

  it('heeds no event of a later version', async () => {
    const history = await create();
    const later = [{ type: 'Pinned' }, { type: 'Pinned', message: 1 }] as unknown as TalkEvent[];
    await history.write(ofLobby(posted('hi'), ...later));
    expect(await shown(history)).toMatchObject([{ content: 'hi' }]);
  });

  describe('a room that is folded anew', () => {
    it('is what its events make of it, and other rooms stay', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anything, { minLength: 5, maxLength: 40 }), fc.nat(), async (events, seed) => {
          const log = asLog(events);
          const history = await create();
          // Something was passed over, as what is buried is.
          const buried = log[seed % log.length]?.position;
          await history.write(log.filter(({ position }) => position !== buried));
          for (const roomId of rooms)
            await history.refold(
              roomId,
              log.filter(({ lane }) => lane.entity === roomId),
            );
          expect(await shown(history)).toEqual(await inMemory(log));
          await history.write(log);
          expect(await shown(history)).toEqual(await inMemory(log));
        }),
        { numRuns: 30, interruptAfterTimeLimit: 20_000 },
      );
    });

    it('keeps what is older than all that the log still has', async () => {
      const history = await create();
      const log = ofLobby(posted('old'), posted('new'));
      await history.write(log);
      await history.refold('lobby', log.slice(1));
      expect((await shown(history)).map(({ content }) => content)).toEqual(['old', 'new']);
    });
  });
});
