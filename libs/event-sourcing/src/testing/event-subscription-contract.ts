import type { EventStore } from '../event-store.js';
import type { EventSource, EventSubscription } from '../event-subscription.js';
import type { Lane, Position, RecordedEvent } from '../event.js';
import { positionIn } from './event-store-contract.js';
import { freshLanes, noted, testCategory, useAdapter, type CreateAdapter, type Noted } from './harness.js';

export interface EventSourceUnderTest {
  readonly store: EventStore<Noted>;
  readonly source: EventSource<Noted>;
}

type Handle = (recorded: RecordedEvent<Noted>) => void | Promise<void>;

/** What every event source promises (`EventSubscription`). Nobody else may write to the log while this runs. */
export function eventSubscriptionContract(create: CreateAdapter<EventSourceUnderTest>): void {
  const tested = useAdapter(create);
  const append = async (lane: Lane, note: string | number) =>
    positionIn(await tested().store.append(lane, noted(note)));
  const subscribe = (after: Position, lanes: readonly string[] = ['talk']) =>
    tested().source.subscribe({ category: testCategory, lanes, after });
  /** The position before which this test has stored nothing. */
  const here = () => append(freshLanes().members, 'here');

  /** Reads until so many events are handled, then closes. */
  const take = async (subscription: EventSubscription<Noted>, count: number, handle?: Handle) => {
    const taken: RecordedEvent<Noted>[] = [];
    for await (const recorded of subscription) {
      taken.push(recorded);
      await handle?.(recorded);
      if (taken.length === count) await subscription.close();
    }
    return taken;
  };

  describe('a subscription', () => {
    it('gives what is stored, in order over all entities, as the store gives it back', async () => {
      const after = await here();
      const [one, other] = [freshLanes(), freshLanes()];
      for (const [index, lane] of [one.talk, other.talk, one.talk].entries()) await append(lane, index);
      const taken = await take(await subscribe(after), 3);
      expect(taken.map(({ event }) => event.note)).toEqual(['0', '1', '2']);
      expect(taken).toEqual(await tested().store.read([one.talk, other.talk], { after }));
    });

    it('gives what is stored later', async () => {
      const after = await here();
      const { talk } = freshLanes();
      const taking = take(await subscribe(after), 20);
      for (let index = 0; index < 20; index += 1) await append(talk, index);
      expect((await taking).map(({ event }) => event.note)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
    });

    it('gives the lanes that were asked for, and no others', async () => {
      const after = await here();
      const { control, members, talk } = freshLanes();
      for (const [index, lane] of [talk, members, control, members, talk].entries()) await append(lane, index);
      const taken = await take(await subscribe(after, ['control', 'talk']), 3);
      expect(taken.map(({ event }) => event.note)).toEqual(['0', '2', '4']);
    });

    it('resumes after a position, also one that is of no asked lane', async () => {
      const { control, talk } = freshLanes();
      await append(talk, 'before');
      const checkpoint = await append(talk, 'checkpoint');
      await append(talk, 'next');
      const foreign = await append(control, 'foreign');
      await append(talk, 'last');
      const notes = async (after: Position, count: number) =>
        (await take(await subscribe(after), count)).map(({ event }) => event.note);
      expect(await notes(checkpoint, 2)).toEqual(['next', 'last']);
      expect(await notes(foreign, 1)).toEqual(['last']);
    });

    it('gives everything from the start to one who has no checkpoint', async () => {
      const { talk } = freshLanes();
      const position = await append(talk, 'mine');
      const subscription = await subscribe(0);
      let previous = 0;
      for await (const recorded of subscription) {
        expect(recorded.position).toBeGreaterThan(previous);
        previous = recorded.position;
        if (previous === position) break;
      }
      expect(previous).toBe(position);
    });

    it('gives the next event when the loop is done with the one in hand', async () => {
      const after = await here();
      const { talk } = freshLanes();
      for (let index = 0; index < 10; index += 1) await append(talk, index);
      let busy = 0;
      const taken = await take(await subscribe(after), 10, async () => {
        busy += 1;
        expect(busy).toBe(1);
        await Promise.resolve();
        busy -= 1;
      });
      expect(taken).toHaveLength(10);
    });

    it('keeps up with many writers without losing or repeating', async () => {
      const after = await here();
      const { talk, control } = freshLanes();
      const taking = take(await subscribe(after, ['talk', 'control']), 1_000);
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => append(index % 2 ? talk : control, index)));
      expect(await taking).toEqual(await tested().store.read([talk, control]));
    });
  });

  describe('the end of catching up', () => {
    it('comes at once when there is nothing', async () => {
      const subscription = await subscribe(await here());
      await expect(subscription.caughtUp).resolves.toBeUndefined();
      await subscription.close();
    });

    it('comes when all that was stored before has been handled, and not earlier', async () => {
      const after = await here();
      const { talk } = freshLanes();
      for (let index = 0; index < 5; index += 1) await append(talk, index);
      const subscription = await subscribe(after);
      let handled = 0;
      let handledThen = -1;
      const caughtUp = subscription.caughtUp.then(() => {
        handledThen = handled;
        return subscription.close();
      });
      for await (const recorded of subscription) {
        expect(handledThen).toBe(-1);
        await append(freshLanes().members, recorded.event.note);
        handled += 1;
      }
      await caughtUp;
      expect(handledThen).toBe(5);
    });

    it('never comes for one who closes before', async () => {
      const after = await here();
      await append(freshLanes().talk, 'unread');
      const subscription = await subscribe(after);
      await subscription.close();
      const later = new Promise((resolve) => setTimeout(resolve, 50, 'pending'));
      await expect(Promise.race([subscription.caughtUp, later])).resolves.toBe('pending');
    });
  });

  describe('closing', () => {
    it('ends the iteration of one who waits for an event', async () => {
      const subscription = await subscribe(await here());
      const taking = take(subscription, 1);
      await subscription.caughtUp;
      await subscription.close();
      expect(await taking).toEqual([]);
    });

    it('ends the iteration after the event in hand', async () => {
      const after = await here();
      const { talk } = freshLanes();
      for (let index = 0; index < 5; index += 1) await append(talk, index);
      expect((await take(await subscribe(after), 2)).map(({ event }) => event.note)).toEqual(['0', '1']);
    });

    it('may happen twice, and by leaving the loop', async () => {
      const after = await here();
      const { talk } = freshLanes();
      await append(talk, 1);
      await append(talk, 2);
      const subscription = await subscribe(after);
      for await (const { event } of subscription) {
        expect(event.note).toBe('1');
        break;
      }
      await subscription.close();
      await subscription.close();
      expect(await take(subscription, 1)).toEqual([]);
    });

    it('leaves other subscriptions alone', async () => {
      const after = await here();
      const [closed, open] = [await subscribe(after), await subscribe(after)];
      await closed.close();
      const taking = take(open, 1);
      await append(freshLanes().talk, 'on');
      expect((await taking).map(({ event }) => event.note)).toEqual(['on']);
    });
  });
}
