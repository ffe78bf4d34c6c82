import { roomLane } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import fc from 'fast-check';
import { RoomTail } from './room-tail.js';

interface Said {
  readonly type: 'Said';
}
const at = (position: number): RecordedEvent<Said> => ({
  event: { type: 'Said' },
  lane: roomLane('lobby', 'talk'),
  position,
  recordedAt: 0,
});
const positions = (events: readonly RecordedEvent<Said>[] | undefined) => events?.map(({ position }) => position);
const tailOf = (floor: number, ...pushed: number[]) => {
  const tail = new RoomTail<Said>({ capacity: 4, floor });
  for (const position of pushed) tail.push(at(position));
  return tail;
};

describe("a room's tail", () => {
  it('has everything after its floor', () => {
    const tail = tailOf(10, 12, 15, 16);
    expect(positions(tail.since(10))).toEqual([12, 15, 16]);
    expect(positions(tail.since(13))).toEqual([15, 16]);
    expect(positions(tail.since(16))).toEqual([]);
    expect(tail.since(9)).toBeUndefined();
  });

  it('finds one event by its position', () => {
    const tail = tailOf(10, 12, 15);
    expect([tail.at(12)?.position, tail.at(13), tail.at(15)?.position]).toEqual([12, undefined, 15]);
  });

  it('takes an event once', () => {
    expect(positions(tailOf(10, 12, 12, 9).since(10))).toEqual([12]);
  });

  it('puts a late event in its place', () => {
    expect(positions(tailOf(10, 11, 14, 12).since(10))).toEqual([11, 12, 14]);
  });

  it('gives up the oldest when it is full, and says so', () => {
    const tail = tailOf(0, 1, 2, 3, 4, 5, 6);
    expect([tail.since(0), positions(tail.since(tail.floor))]).toEqual([undefined, [3, 4, 5, 6]]);
  });

  it('grows backwards by what was read from the log, overlapping or not', () => {
    const tail = tailOf(10, 12);
    tail.extend(7, [at(8), at(10), at(12)]);
    expect(positions(tail.since(7))).toEqual([8, 10, 12]);
    tail.extend(9, [at(10)]);
    expect(positions(tail.since(7))).toEqual([8, 10, 12]);
  });

  it('never shows a hole or a repeat, whatever is pushed, read and dropped', () => {
    const step = fc.record({ read: fc.boolean(), back: fc.nat(8) });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1 }), fc.array(step), (gaps, steps) => {
        const log = gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0));
        const start = log[Math.floor(log.length / 2)] ?? 0;
        const tail = new RoomTail<Said>({ capacity: 5, floor: start });
        const upcoming = log.filter((position) => position > start);
        let end = start;
        for (const { read, back } of steps) {
          if (read) {
            const from = Math.max(0, tail.floor - back);
            tail.extend(from, log.filter((position) => position > from && position <= end).map(at));
          } else {
            end = upcoming.shift() ?? end;
            if (end > start) tail.push(at(end));
          }
          for (let position = tail.floor; position <= end; position += 1) {
            expect(positions(tail.since(position))).toEqual(log.filter((other) => other > position && other <= end));
          }
        }
      }),
    );
  });
});
