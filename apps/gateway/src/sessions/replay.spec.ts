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

/** A room that goes on being written while somebody catches up, and a socket that takes its time. */
function scene({ stored, kept, page }: { readonly stored: number; readonly kept: number; readonly page: number }) {
  let end = stored;
  const tail = new RoomTail<RoomEvent>({ capacity: 8, floor: Math.max(0, stored - kept) });
  for (let position = tail.floor + 1; position <= stored; position += 1) tail.push(at(position));
  const heard: number[] = [];
  let isLive = false;
  const say = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      end += 1;
      tail.push(at(end));
      if (isLive) heard.push(end);
    }
  };
  const source = (pause: () => Promise<void>) => ({
    since: (position: number) => tail.since(position),
    read: async (after: number) => {
      const last = Math.min(end, after + page);
      const events = Array.from({ length: last - after }, (_, index) => at(after + index + 1));
      await pause();
      if (last >= tail.floor) tail.extend(after, events);
      return events;
    },
  });
  const sink = (pause: () => Promise<void>) => ({
    closed: false,
    deliver: (events: readonly RecordedEvent<RoomEvent>[]) =>
      void heard.push(...events.map(({ position }) => position)),
    ready: pause,
  });
  const goLive = () => void (isLive = true);
  return { heard, say, source, sink, goLive, end: () => end };
}

const range = (after: number, end: number) => Array.from({ length: end - after }, (_, index) => after + index + 1);

describe('a replay', () => {
  it('leaves no hole and no repeat between what was missed and what is live, under any interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.nat(8),
        fc.integer({ min: 1, max: 10 }),
        fc.nat(40),
        fc.array(fc.nat(5), { maxLength: 30 }),
        async (stored, kept, page, missed, writes) => {
          const room = scene({ stored, kept, page });
          const pause = () => {
            room.say(writes.shift() ?? 0);
            return Promise.resolve();
          };
          const after = Math.max(0, stored - missed);
          expect(await replay(after, { source: room.source(pause), sink: room.sink(pause), goLive: room.goLive })).toBe(
            true,
          );
          room.say(3);
          expect(room.heard).toEqual(range(after, room.end()));
        },
      ),
    );
  });

  it('of somebody who missed nothing is live at once', async () => {
    const room = scene({ stored: 5, kept: 3, page: 2 });
    const pause = () => Promise.resolve();
    await replay(5, { source: room.source(pause), sink: room.sink(pause), goLive: room.goLive });
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
    expect(await replay(0, { source, sink, goLive: room.goLive })).toBe(false);
    expect(room.heard).toEqual(range(0, 128));
  });
});
