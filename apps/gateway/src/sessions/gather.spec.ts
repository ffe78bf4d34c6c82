import { roomLane, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import fc from 'fast-check';
import { gather, type Look } from './gather.js';

const rooms = ['a', 'b', 'c'] as const;

const said = (roomId: string, position: number): RecordedEvent<RoomEvent> => ({
  event: {
    type: 'MessagePosted',
    by: { id: 'ann', name: 'Ann', guest: false },
    content: String(position),
    messageType: 'text',
  },
  lane: roomLane(roomId, 'talk'),
  position,
  recordedAt: 0,
});

/** Which room says something at each position of the log, and how much of it is there when it is looked at. */
const logs = fc.record({
  log: fc.array(fc.constantFrom(...rooms), { maxLength: 60 }),
  limit: fc.integer({ min: 1, max: 7 }),
  page: fc.integer({ min: 1, max: 9 }),
  heardEarly: fc.integer({ min: 0, max: 10 }),
});

it('what is polled again and again is everything once, in the order of each room', () =>
  fc.assert(
    fc.property(logs, ({ log, limit, page, heardEarly }) => {
      const events = log.map((roomId, index) => said(roomId, index + 1));
      const places = new Map<string, number>(rooms.map((roomId) => [roomId, 0]));
      const polled: RecordedEvent<RoomEvent>[] = [];
      // Each poll looks when some more is stored, and hears what is stored from a little before on.
      for (let stored = 0, still = 0; still < 2; stored = Math.min(events.length, stored + page)) {
        const looks = rooms.map((roomId): Look => {
          const from = places.get(roomId) ?? 0;
          const missed = events.slice(0, stored).filter((e) => e.lane.entity === roomId && e.position > from);
          const talk = missed.slice(0, Math.max(limit, page));
          return { roomId, from, talk, complete: talk.length === missed.length };
        });
        const heard = events.slice(Math.max(0, stored - heardEarly), stored + 2);
        const { events: got, positions } = gather(looks, heard, limit);
        expect(got.length).toBeLessThanOrEqual(limit);
        expect(got.map(({ position }) => position)).toEqual(got.map(({ position }) => position).sort((x, y) => x - y));
        polled.push(...got);
        for (const [roomId, position] of positions) places.set(roomId, position);
        still = got.length === 0 && stored === events.length ? still + 1 : 0;
      }
      for (const roomId of rooms) {
        const expected = events.filter(({ lane }) => lane.entity === roomId);
        expect(polled.filter(({ lane }) => lane.entity === roomId)).toEqual(expected);
      }
      expect(polled).toHaveLength(events.length);
    }),
  ));

it('a room that was not read to its end holds back what the others said later', () => {
  const { events, positions } = gather(
    [
      { roomId: 'a', from: 0, talk: [said('a', 1), said('a', 3)], complete: false },
      { roomId: 'b', from: 0, talk: [said('b', 2), said('b', 9)], complete: true },
    ],
    [said('a', 8), said('b', 10)],
    100,
  );
  expect(events.map(({ position }) => position)).toEqual([1, 2, 3]);
  expect(positions).toEqual(
    new Map([
      ['a', 3],
      ['b', 2],
    ]),
  );
});
