import pLimit from 'p-limit';
import { roomLane, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import fc from 'fast-check';
import { RoomTail } from '../rooms/room-tail.js';
import { replay } from './replay.js';

const at = (position: number): RecordedEvent<RoomEvent> => ({
  event: { type: 'MemberLeft', userId: `u${position}` },
  lane: roomLane('lobby', 'members'),
  position,
  recordedAt: 0,
});

interface Scene {
  readonly stored: number;
  readonly kept: number;
  readonly page: number;
  /** How many events the live feed is behind the log. */
  readonly behind?: number;
}

/** A room that goes on being written while somebody catches up, and a socket that takes its time. */
function scene({ stored, kept, page, behind = 0 }: Scene) {
  let [end, heardTo] = [stored, stored];
  const tail = new RoomTail<RoomEvent>({ capacity: 8, floor: Math.max(0, stored - kept) });
  for (let position = tail.floor + 1; position <= stored; position += 1) tail.push(at(position));
  const heard: number[] = [];
  let isLive = false;
  const hear = (to: number) => {
    while (heardTo < to) {
      heardTo += 1;
      tail.push(at(heardTo));
      if (isLive) heard.push(heardTo);
    }
  };
  const say = (count: number) => {
    end += count;
    hear(end - behind);
  };
  const source = (pause: () => Promise<void>) => ({
    get position() {
      return heardTo;
    },
    since: (position: number) => tail.since(position),
    read: async (after: number) => {
      const last = Math.min(end, after + page);
      const events = Array.from({ length: last - after }, (_, index) => at(after + index + 1));
      await pause();
      if (last >= tail.floor) tail.extend(after, events);
      return events;
    },
    reach: async (position: number) => {
      await pause();
      hear(position);
    },
  });
  const sink = (pause: () => Promise<void>, { atOnce = 4, prompt = (): boolean => true } = {}) => ({
    closed: false,
    deliver: (events: readonly RecordedEvent<RoomEvent>[]) => {
      heard.push(...events.slice(0, atOnce).map(({ position }) => position));
      return Math.min(atOnce, events.length);
    },
    drained: async (withinMs?: number) => {
      await pause();
      return withinMs === undefined || prompt();
    },
  });
  const goLive = () => void (isLive = true);
  return { heard, say, source, sink, goLive, turns: pLimit(1), end: () => end, isHeard: () => hear(end) };
}

const range = (after: number, end: number) => Array.from({ length: end - after }, (_, index) => after + index + 1);

describe('a replay', () => {
  it('leaves no hole and no repeat between what was missed and what is live, under any interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ stored: fc.nat(40), kept: fc.nat(8), page: fc.integer({ min: 1, max: 10 }), behind: fc.nat(6) }),
        fc.nat(40),
        fc.array(fc.nat(5), { maxLength: 30 }),
        fc.array(fc.boolean(), { maxLength: 10 }),
        async (given, missed, writes, promptness) => {
          const room = scene(given);
          const pause = () => {
            room.say(writes.shift() ?? 0);
            return Promise.resolve();
          };
          const after = Math.max(0, given.stored - missed);
          const sink = room.sink(pause, { prompt: () => promptness.shift() ?? true });
          expect(await replay(after, { ...room, source: room.source(pause), sink })).toBe(true);
          room.say(3);
          room.isHeard();
          expect(room.heard).toEqual(range(after, room.end()));
        },
      ),
    );
  });

  it('of somebody who missed nothing is live at once', async () => {
    const room = scene({ stored: 5, kept: 3, page: 2 });
    const pause = () => Promise.resolve();
    await replay(5, { ...room, source: room.source(pause), sink: room.sink(pause) });
    room.say(1);
    expect(room.heard).toEqual([6]);
  });

  it('ends when its socket does', async () => {
    const room = scene({ stored: 300, kept: 0, page: 300 });
    const sink = room.sink(() => {
      sink.closed = true;
      return Promise.resolve();
    });
    const source = room.source(() => Promise.resolve());
    expect(await replay(0, { ...room, source, sink })).toBe(false);
    expect(room.heard).toEqual(range(0, 4));
  });

  it('reads what the log gave to the end before it reads on', async () => {
    const room = scene({ stored: 300, kept: 0, page: 100 });
    const pause = () => Promise.resolve();
    const reads: number[] = [];
    const inner = room.source(pause);
    const read = (after: number) => {
      reads.push(after);
      return inner.read(after);
    };
    const source = { ...inner, position: 300, read };
    await replay(0, { ...room, source, sink: room.sink(pause) });
    expect(reads).toEqual([0, 100, 200]);
  });

  it('gives its turn to others while its client reads slowly', async () => {
    const [slow, quick] = [scene({ stored: 8, kept: 8, page: 8 }), scene({ stored: 8, kept: 8, page: 8 })];
    const turns = pLimit(1);
    let hasRead = false;
    let read: () => void = () => undefined;
    const reading = new Promise<boolean>((resolve) => {
      read = () => {
        hasRead = true;
        resolve(true);
      };
    });
    const sink = {
      ...slow.sink(() => Promise.resolve()),
      drained: (withinMs?: number) => (withinMs === undefined ? reading : Promise.resolve(hasRead)),
    };
    const pause = () => Promise.resolve();
    const late = replay(0, { ...slow, turns, source: slow.source(pause), sink });
    await replay(0, { ...quick, turns, source: quick.source(pause), sink: quick.sink(pause) });
    expect([slow.heard, quick.heard]).toEqual([range(0, 4), range(0, 8)]);
    read();
    await late;
    expect(slow.heard).toEqual(range(0, 8));
  });
});
