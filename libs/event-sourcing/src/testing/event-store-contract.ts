import type { AppendResult, EventStore } from '../event-store.js';
import type { Lane, Position } from '../event.js';
import { eventStoreConcurrency } from './event-store-concurrency.js';
import { awkwardNames } from './entity-names.js';
import { freshLanes, lanesOf, noted, useAdapter, type CreateAdapter, type Noted } from './harness.js';

/** What every event store promises (`EventStore`). It must take the lanes `control`, `members`, `talk` of category `room`. */
export function eventStoreContract(create: CreateAdapter<EventStore<Noted>>): void {
  const store = useAdapter(create);
  describe('an event log', () => {
    keepsEvents(store);
    keepsGuards(store);
    keepsIdempotency(store);
    keepsNames(store);
    eventStoreConcurrency(store);
  });
}

type Store = () => EventStore<Noted>;

export const positionIn = (result: AppendResult): Position => {
  if (!result.stored) throw new Error(`not stored: the guard's lane is at ${result.actual}`);
  return result.position;
};

function keepsEvents(store: Store): void {
  const append = async (lane: Lane, note: string | number) => positionIn(await store().append(lane, noted(note)));

  describe('keeps events', () => {
    it('has an epoch that fits into an offset', () => {
      expect(store().epoch).toMatch(/^[0-9a-z]{1,16}$/);
    });

    it('gives back what was appended, with its lane, position and time', async () => {
      const { talk } = freshLanes();
      const before = Date.now();
      const position = await append(talk, 'hello');
      const [recorded, ...others] = await store().read([talk]);
      expect(recorded).toMatchObject({ event: noted('hello'), lane: talk, position });
      expect(Math.abs((recorded?.recordedAt ?? 0) - before)).toBeLessThan(5_000);
      expect(others).toEqual([]);
    });

    it('keeps any text', async () => {
      const { talk } = freshLanes();
      const notes = ['', '\r\n', '\u0000', '🔥\u2028"\\', 'é\u0301', 'x'.repeat(100_000), '__proto__'];
      for (const note of notes) await append(talk, note);
      expect((await store().read([talk])).map(({ event }) => event.note)).toEqual(notes);
    });

    it('gives growing positions over all lanes and entities', async () => {
      const [one, other] = [freshLanes(), freshLanes()];
      const lanes = [one.control, other.talk, one.talk, one.members, other.talk, one.control];
      const positions: Position[] = [];
      for (const lane of lanes) positions.push(await append(lane, 'x'));
      expect(positions[0]).toBeGreaterThan(0);
      expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    });

    it('merges lanes in order of position', async () => {
      const { control, members, talk } = freshLanes();
      for (const [index, lane] of [talk, control, talk, members, control, talk].entries()) await append(lane, index);
      const merged = await store().read([control, members, talk]);
      expect(merged.map(({ event }) => event.note)).toEqual(['0', '1', '2', '3', '4', '5']);
      expect((await store().read([members, talk])).map(({ event }) => event.note)).toEqual(['0', '2', '3', '5']);
    });

    it('reads after one position, exclusive, and up to another, inclusive', async () => {
      const { control, talk } = freshLanes();
      const positions: Position[] = [];
      for (let index = 0; index < 6; index += 1) positions.push(await append(index % 2 ? control : talk, index));
      const [, second = 0, , , fifth = 0] = positions;
      const notes = async (range: { after?: number; upTo?: number; limit?: number }) =>
        (await store().read([control, talk], range)).map(({ event }) => event.note);
      expect(await notes({ after: second })).toEqual(['2', '3', '4', '5']);
      expect(await notes({ upTo: fifth })).toEqual(['0', '1', '2', '3', '4']);
      expect(await notes({ after: second, upTo: fifth })).toEqual(['2', '3', '4']);
      expect(await notes({ after: fifth, upTo: second })).toEqual([]);
      expect(await notes({ after: second, limit: 2 })).toEqual(['2', '3']);
      expect(await notes({ after: Number.MAX_SAFE_INTEGER - 1 })).toEqual([]);
    });

    it('reads nothing of lanes without events', async () => {
      const { control, talk } = freshLanes();
      expect(await store().read([control, talk])).toEqual([]);
      expect(await store().read([])).toEqual([]);
      expect(await store().lastPosition(talk)).toBe(0);
    });

    it('finds the event at a position, and nothing where there is none', async () => {
      const { members, talk } = freshLanes();
      await append(talk, 'one');
      const position = await append(members, 'two');
      expect(await store().readAt(position)).toMatchObject({ event: noted('two'), lane: members, position });
      expect(await store().readAt(0)).toBeUndefined();
      expect(await store().readAt(position + 1_000_000)).toBeUndefined();
    });

    it('knows the last position of each lane', async () => {
      const { control, talk } = freshLanes();
      await append(talk, 1);
      const last = await append(talk, 2);
      const other = await append(control, 3);
      expect(await store().lastPosition(talk)).toBe(last);
      expect(await store().lastPosition(control)).toBe(other);
    });

    it('is whole after any position, while nothing was removed', async () => {
      const { control, talk, members } = freshLanes();
      const [opened, last] = [await append(control, 1), await append(talk, 2)];
      for (const lane of [control, talk, members]) {
        for (const after of [0, opened, last]) expect(await store().wholeAfter(lane, after)).toBe(after);
      }
    });

    it('reads a long lane whole', async () => {
      const { talk, control } = freshLanes();
      const numbers = Array.from({ length: 1_300 }, (_, index) => String(index));
      await Promise.all(numbers.map((number) => append(talk, number)));
      const last = await append(control, 'end');
      const read = await store().read([talk, control]);
      expect(new Set(read.map(({ event }) => event.note))).toEqual(new Set([...numbers, 'end']));
      expect(read).toHaveLength(1_301);
      expect(read.at(-1)?.position).toBe(last);
    });
  });
}

function keepsGuards(store: Store): void {
  describe('keeps guards', () => {
    it('stores while the own lane is where the writer saw it, and not after', async () => {
      const { talk } = freshLanes();
      const first = positionIn(await store().append(talk, noted(1), { guard: { lane: talk, position: 0 } }));
      const second = positionIn(await store().append(talk, noted(2), { guard: { lane: talk, position: first } }));
      const late = await store().append(talk, noted(3), { guard: { lane: talk, position: first } });
      expect(late).toEqual({ stored: false, actual: second });
      const empty = await store().append(talk, noted(4), { guard: { lane: talk, position: 0 } });
      expect(empty).toEqual({ stored: false, actual: second });
      expect((await store().read([talk])).map(({ event }) => event.note)).toEqual(['1', '2']);
    });

    it('is not disturbed by other lanes', async () => {
      const { control, talk } = freshLanes();
      const first = positionIn(await store().append(talk, noted(1)));
      await store().append(control, noted('news'));
      await store().append(freshLanes().talk, noted('elsewhere'));
      const result = await store().append(talk, noted(2), { guard: { lane: talk, position: first } });
      expect(result.stored).toBe(true);
    });

    it('fences one lane by another', async () => {
      const { control, talk } = freshLanes();
      const opened = positionIn(await store().append(control, noted('opened')));
      const fence = { guard: { lane: control, position: opened } };
      expect((await store().append(talk, noted(1), fence)).stored).toBe(true);
      expect((await store().append(talk, noted(2), fence)).stored).toBe(true);
      const banned = positionIn(await store().append(control, noted('banned'), fence));
      expect(await store().append(talk, noted(3), fence)).toEqual({ stored: false, actual: banned });
      expect((await store().read([talk])).map(({ event }) => event.note)).toEqual(['1', '2']);
    });

    it('fences by a lane that is empty still', async () => {
      const { control, talk } = freshLanes();
      const fence = { guard: { lane: control, position: 0 } };
      expect((await store().append(talk, noted(1), fence)).stored).toBe(true);
      const opened = positionIn(await store().append(control, noted('opened')));
      expect(await store().append(talk, noted(2), fence)).toEqual({ stored: false, actual: opened });
    });

    it('refuses a position that the lane never had', async () => {
      const { control, talk } = freshLanes();
      const guard = { lane: control, position: 1_000_000_000 };
      expect(await store().append(talk, noted(1), { guard })).toEqual({ stored: false, actual: 0 });
      expect(await store().read([talk])).toEqual([]);
    });
  });
}

function keepsIdempotency(store: Store): void {
  const freshKey = () => `key ${Math.random().toString(36).slice(2)}`;

  describe('stores one event for one key', () => {
    it('answers a resend with the first position', async () => {
      const { talk } = freshLanes();
      const idempotencyKey = freshKey();
      const first = await store().append(talk, noted('once'), { idempotencyKey });
      const again = await store().append(talk, noted('once'), { idempotencyKey });
      expect(first).toMatchObject({ stored: true, duplicate: false });
      expect(again).toEqual({ stored: true, position: positionIn(first), duplicate: true });
      expect(await store().read([talk])).toHaveLength(1);
    });

    it('over all lanes and entities', async () => {
      const { talk, members } = freshLanes();
      const elsewhere = freshLanes().talk;
      const idempotencyKey = freshKey();
      const position = positionIn(await store().append(talk, noted('once'), { idempotencyKey }));
      for (const lane of [members, elsewhere]) {
        const again = await store().append(lane, noted('once'), { idempotencyKey });
        expect(again).toEqual({ stored: true, position, duplicate: true });
        expect(await store().read([lane])).toEqual([]);
      }
    });

    it('checks the guard first: a resend is refused under a stale one and answered under a fresh one', async () => {
      const { control, talk } = freshLanes();
      const idempotencyKey = freshKey();
      const stale = { guard: { lane: control, position: 0 }, idempotencyKey };
      const position = positionIn(await store().append(talk, noted('once'), stale));
      const moved = positionIn(await store().append(control, noted('news')));
      expect(await store().append(talk, noted('once'), stale)).toEqual({ stored: false, actual: moved });
      const fresh = { guard: { lane: control, position: moved }, idempotencyKey };
      expect(await store().append(talk, noted('once'), fresh)).toEqual({ stored: true, position, duplicate: true });
    });

    it('does not remember the key of an append that was refused', async () => {
      const { talk } = freshLanes();
      const idempotencyKey = freshKey();
      const guard = { lane: talk, position: 1_000_000_000 };
      expect((await store().append(talk, noted('once'), { guard, idempotencyKey })).stored).toBe(false);
      const result = await store().append(talk, noted('once'), { idempotencyKey });
      expect(result).toMatchObject({ stored: true, duplicate: false });
    });

    it('takes any text for a key, and tells apart what differs by a space or by case', async () => {
      const { talk } = freshLanes();
      const base = freshKey();
      const keys = [
        base,
        `${base} `,
        ` ${base}`,
        base.toUpperCase(),
        `${base}\r\nX: y`,
        `${base}é🔥`,
        `${base}e\u0301🔥`,
      ];
      for (const idempotencyKey of [...keys, ...keys])
        await store().append(talk, noted(idempotencyKey), { idempotencyKey });
      expect((await store().read([talk])).map(({ event }) => event.note)).toEqual(keys);
    });

    it('stores equal events without a key each', async () => {
      const { talk } = freshLanes();
      await store().append(talk, noted('same'));
      await store().append(talk, noted('same'));
      expect(await store().read([talk])).toHaveLength(2);
    });
  });
}

function keepsNames(store: Store): void {
  it('takes any name for an entity and mixes none up', async () => {
    const suffix = Math.random().toString(36).slice(2);
    // Most as they are; the suffix is the note, so that a log used before does not disturb.
    for (const name of awkwardNames) await store().append(lanesOf(name).talk, noted(`${suffix} ${name}`));
    for (const name of awkwardNames) {
      const lane = lanesOf(name).talk;
      const mine = (await store().read([lane])).filter(({ event }) => event.note.startsWith(suffix));
      expect(mine.map(({ event, lane: { entity } }) => [event.note, entity])).toEqual([[`${suffix} ${name}`, name]]);
      expect(await store().lastPosition(lane)).toBe(mine[0]?.position);
      expect((await store().readAt(mine[0]?.position ?? 0))?.lane).toEqual(lane);
    }
  });
}
