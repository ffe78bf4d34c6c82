import fc from 'fast-check';
import { inMinutes, joined, partOf, posted, type Happening } from '../testing/windows-scene.js';
import type { PlacedEvent } from './minute-windows.js';
import { MINUTE_MS } from './minute.js';
import { PartWindows } from './part-windows.js';
import { mergeRecent, nothingRecent } from './recent-activity.js';
import type { RoomMinute } from './rollup.js';

const everything = { owns: () => true, peaks: { changedIn: () => [] } };
const END = 12;

/** Evenly spread, as doubles are not. */
const upTo = (most: number) => fc.nat({ max: 1_000 }).map((part) => (part / 1_000) * most);

/** Messages and joins of a few people in a few rooms; some events come again. @param back minutes that a clock was set back */
const eventsBy = (back: fc.Arbitrary<number>) =>
  fc
    .array(
      fc.record({
        gap: fc.oneof({ weight: 8, arbitrary: upTo(0.5) }, fc.constant(2)),
        back,
        room: fc.nat({ max: 5 }),
        user: fc.nat({ max: 6 }),
        joins: fc.boolean(),
        again: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat({ max: 6 })),
      }),
      { minLength: 1, maxLength: 120, size: 'max' },
    )
    .map((steps) => {
      let clock = 1;
      const happenings = steps.map(({ gap, back, room, user, joins }): Happening => {
        clock += gap;
        const event = joins ? joined(`user ${user}`) : posted(`user ${user}`);
        return { roomId: `room ${room}`, at: clock - back, event };
      });
      const events = partOf(happenings);
      // As a relay does it that did not learn that what it wrote last was kept.
      return steps.flatMap(({ again }, index) => [
        ...events.slice(index, index + 1),
        ...events.slice(Math.max(0, index + 1 - again), index + 1),
      ]);
    });
const punctual = eventsBy(fc.constant(0));
const unsteady = eventsBy(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, upTo(2)));

interface Reading {
  readonly rows: RoomMinute[];
  readonly windows: PartWindows;
}

/** As Kafka keeps a partition: a place is where the record is in it. */
const inPlace = (events: readonly PlacedEvent[]): readonly PlacedEvent[] =>
  events.map((event, index) => ({ ...event, place: String(index), isBeginning: index === 0 }));

const NOW = inMinutes(END);

function begin(): Reading {
  return { rows: [], windows: new PartWindows({ ...everything, now: NOW }) };
}
function take({ rows, windows }: Reading, events: readonly PlacedEvent[], now = NOW): void {
  for (const event of events) {
    windows.take(event, now);
    rows.push(...windows.close());
  }
}
/** What is not over is told as it is. */
const finish = ({ rows, windows }: Reading): void => void rows.push(...windows.ended(NOW + 600 * MINUTE_MS));

/** The last word about each minute. */
const kept = (rows: readonly RoomMinute[]) =>
  [...new Map(rows.map((row) => [`${row.roomId} ${row.minute}`, row] as const))].sort(([a], [b]) => (a < b ? -1 : 1));

function ofOne(events: readonly PlacedEvent[]) {
  const now = Math.max(...events.map(({ recorded }) => recorded.recordedAt));
  const single = begin();
  take(single, inPlace(events), now);
  const recent = single.windows.recent(now);
  finish(single);
  return { now, rollups: kept(single.rows), recent };
}

describe('whoever reads a part after another', () => {
  it('finds what one reader alone would have found, wherever it was handed over', () => {
    const handovers = fc.array(upTo(1), { maxLength: 4 });
    fc.assert(
      fc.property(unsteady, handovers, (events, cuts) => {
        const single = ofOne(events);
        const log = inPlace(events);
        const rows: RoomMinute[] = [];
        let from = 0;
        let reader = begin();
        for (const cut of [...cuts.sort((a, b) => a - b), 1]) {
          const upTo = Math.max(from, Math.round(cut * log.length));
          reader = begin();
          take(reader, log.slice(from, upTo), single.now);
          rows.push(...reader.rows);
          // Not everything that was read is done: the next one reads it again.
          from = Number(reader.windows.resumeAt(Infinity) ?? from);
        }
        expect(reader.windows.recent(single.now)).toEqual(single.recent);
        const last = reader.rows.length;
        finish(reader);
        expect(kept([...rows, ...reader.rows.slice(last)])).toEqual(single.rollups);
      }),
    );
  });
});

describe('parts of the rooms', () => {
  it('make together what one reader of all rooms finds, however they are split', () => {
    const split = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(punctual, split, (events, isFirst) => {
        const single = ofOne(events);
        const partOfRoom = ({ recorded }: PlacedEvent) => Number(isFirst[Number(recorded.lane.entity.slice(5))]);
        const readers = [0, 1].map((part) => {
          const reader = begin();
          const own = events.filter((event) => partOfRoom(event) === part);
          take(reader, inPlace(own), single.now);
          return reader;
        });
        expect(mergeRecent(readers.map(({ windows }) => windows.recent(single.now)))).toEqual(single.recent);
        for (const reader of readers) finish(reader);
        expect(kept(readers.flatMap(({ rows }) => rows))).toEqual(single.rollups);
      }),
    );
  });

  it('are nothing where nothing happened', () => {
    expect(mergeRecent([])).toEqual(nothingRecent);
    expect(begin().windows.recent(NOW)).toEqual(nothingRecent);
  });
});

describe('what was done lately', () => {
  it('slides along with the clock', () => {
    const { windows } = begin();
    const events = partOf([
      { at: END - 4.9 },
      { at: END - 0.9, event: joined('ben') },
      { at: END - 0.5, roomId: 'attic' },
      { at: END - 0.4 },
    ]);
    for (const event of events) windows.take(event, NOW);
    expect(windows.recent(NOW)).toEqual({
      messagesPerMinute: 2,
      joinsPerMinute: 1,
      lateEvents: 0,
      participants: ['user ann', 'user ben'],
      topRooms: [
        { roomId: 'lobby', messages: 2 },
        { roomId: 'attic', messages: 1 },
      ],
    });
    expect(windows.recent(NOW + 0.5 * MINUTE_MS)).toMatchObject({
      ...{ messagesPerMinute: 1, joinsPerMinute: 0 },
      topRooms: [
        { roomId: 'attic', messages: 1 },
        { roomId: 'lobby', messages: 1 },
      ],
    });
    expect(windows.recent(NOW + 10 * MINUTE_MS)).toEqual(nothingRecent);
  });

  it('tells how many events came late', () => {
    const { windows } = begin();
    for (const event of partOf([{ at: END - 4 }, { at: END - 1 }, { at: END - 4 }, { at: END - 3.9 }]))
      windows.take(event, NOW);
    expect(windows.recent(NOW)).toMatchObject({ lateEvents: 2, messagesPerMinute: 0 });
    expect(windows.recent(NOW + 3.9 * MINUTE_MS)).toMatchObject({ lateEvents: 2 });
    expect(windows.recent(NOW + 4.1 * MINUTE_MS)).toMatchObject({ lateEvents: 0 });
  });

  it('knows the ten rooms in which most was said', () => {
    const { windows } = begin();
    const said = Array.from({ length: 12 }, (_, room) => Array.from({ length: room + 1 }, () => room)).flat();
    for (const event of partOf(said.map((room) => ({ roomId: `room ${room}`, at: END - 1 })))) windows.take(event, NOW);
    expect(windows.recent(NOW).topRooms).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((room) => ({ roomId: `room ${room}`, messages: room + 1 })),
    );
  });
});

describe('a minute in which people only came and went', () => {
  const peaks = {
    changedIn: (minute: number) => (minute === inMinutes(END - 2) ? ['lobby', 'attic', 'foreign'] : []),
  };
  const owns = (roomId: string) => roomId !== 'foreign';

  it('is told when it is over by the clock, once, of the rooms of the part, unless more is known of it', () => {
    const windows = new PartWindows({ owns, peaks, now: NOW });
    for (const event of partOf([{ at: END - 2 }])) windows.take(event, NOW - 2 * MINUTE_MS);
    const attic = { roomId: 'attic', minute: inMinutes(END - 2), messages: 0, activeUsers: 0, joins: 0 };
    const lobby = { ...attic, roomId: 'lobby', messages: 1, activeUsers: 1 };
    expect(windows.ended(NOW - 0.6 * MINUTE_MS)).toEqual([]);
    expect(windows.ended(NOW)).toEqual([attic, lobby]);
    expect(windows.ended(NOW)).toEqual([]);
  });
});
