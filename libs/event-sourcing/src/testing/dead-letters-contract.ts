import { deadLetterId, type Burial, type DeadLetters } from '../dead-letters.js';
import { awkwardNames } from './entity-names.js';
import { lanesOf, useAdapter, type CreateAdapter } from './harness.js';

/** What every keeper of dead letters promises (`DeadLetters`). */
export function deadLettersContract(create: CreateAdapter<DeadLetters>): void {
  const letters = useAdapter(create);
  const freshConsumer = () => `consumer-${Math.random().toString(36).slice(2)}`;
  const burial = (consumer: string, position: number, more: Partial<Burial> = {}): Burial => ({
    consumer,
    epoch: 'abc123',
    position,
    lane: lanesOf('lobby').talk,
    reason: 'TypeError: no such thing',
    tries: 3,
    ...more,
  });
  const positionsOf = async (consumer: string) =>
    (await letters().list({ consumer, limit: 100 })).items.map(({ position }) => position);

  describe('a dead letter', () => {
    it('tells everything about the burial, and when it was', async () => {
      const consumer = freshConsumer();
      const before = Date.now();
      const given = burial(consumer, 7);
      const id = await letters().bury(given);
      expect(id).toBe(deadLetterId(given));
      const letter = await letters().find(id);
      expect(letter).toEqual({ ...given, id, buriedAt: expect.any(Number) as number });
      // The clock that counts may be another process's.
      expect(letter?.buriedAt).toBeGreaterThan(before - 60_000);
      expect((await letters().list({ consumer, limit: 9 })).items).toEqual([letter]);
    });

    it('is one for each event and consumer; buried again, the later reason counts', async () => {
      const [consumer, other] = [freshConsumer(), freshConsumer()];
      const id = await letters().bury(burial(consumer, 7));
      await letters().bury(burial(other, 7));
      expect(await letters().bury(burial(consumer, 7, { reason: 'still not', tries: 4 }))).toBe(id);
      expect(await letters().find(id)).toMatchObject({ reason: 'still not', tries: 4 });
      expect(await positionsOf(consumer)).toEqual([7]);
      expect(await positionsOf(other)).toEqual([7]);
    });

    it('of another log is another one', async () => {
      const consumer = freshConsumer();
      await letters().bury(burial(consumer, 7));
      await letters().bury(burial(consumer, 7, { epoch: 'xyz' }));
      expect((await letters().list({ consumer, limit: 9 })).items.map(({ epoch }) => epoch)).toEqual(['abc123', 'xyz']);
    });

    it('may be about any lane, for any reason', async () => {
      const consumer = freshConsumer();
      for (const [index, name] of awkwardNames.entries()) {
        const given = burial(consumer, index + 1, { lane: lanesOf(name).control, reason: `no: ${name}` });
        expect(await letters().find(await letters().bury(given))).toMatchObject(given);
      }
      expect(await positionsOf(consumer)).toHaveLength(awkwardNames.length);
    });

    it('is gone when it is removed, and only that one', async () => {
      const consumer = freshConsumer();
      const id = await letters().bury(burial(consumer, 1));
      await letters().bury(burial(consumer, 11));
      expect(await letters().remove(id)).toBe(true);
      expect(await letters().remove(id)).toBe(false);
      expect(await letters().find(id)).toBeUndefined();
      expect(await positionsOf(consumer)).toEqual([11]);
    });

    it('that nobody buried is not found, whatever it is called', async () => {
      await letters().bury(burial(freshConsumer(), 1));
      for (const id of ['', '*', '>', '*.*.*', 'a.b.c', 'nobody.abc123.1', ...awkwardNames]) {
        expect(await letters().find(id)).toBeUndefined();
        expect(await letters().remove(id)).toBe(false);
      }
    });
  });

  describe('a list of dead letters', () => {
    it('is empty when nothing was buried', async () => {
      expect(await letters().list({ consumer: freshConsumer(), limit: 9 })).toEqual({ items: [] });
    });

    it('is in the order of the last burial, whatever the positions are', async () => {
      const consumer = freshConsumer();
      for (const position of [5, 3, 9, 5]) await letters().bury(burial(consumer, position));
      expect(await positionsOf(consumer)).toEqual([3, 9, 5]);
    });

    it('comes in pages that leave nothing out, also when letters go meanwhile', async () => {
      const consumer = freshConsumer();
      for (let position = 1; position <= 7; position += 1) await letters().bury(burial(consumer, position));
      const first = await letters().list({ consumer, limit: 3 });
      expect(first.items.map(({ position }) => position)).toEqual([1, 2, 3]);
      for (const { id } of first.items) await letters().remove(id);
      const second = await letters().list({ consumer, limit: 3, after: first.next ?? '' });
      expect(second.items.map(({ position }) => position)).toEqual([4, 5, 6]);
      const third = await letters().list({ consumer, limit: 3, after: second.next ?? '' });
      expect(third.items.map(({ position }) => position)).toEqual([7]);
      expect(third.next).toBeUndefined();
    });

    it('is of all consumers when none is named', async () => {
      const ids = [await letters().bury(burial(freshConsumer(), 1)), await letters().bury(burial(freshConsumer(), 1))];
      const { items } = await letters().list({ limit: 1_000 });
      expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    });
  });
}
