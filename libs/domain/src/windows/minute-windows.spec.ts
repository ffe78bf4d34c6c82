import { joined, inMinutes, partOf, posted, type Happening } from '../testing/windows-scene.js';
import { LATENESS_MS, MinuteWindows, type PlacedEvent } from './minute-windows.js';
import { MINUTE_MS } from './minute.js';
import { activityOf } from './room-activity.js';

const NOW = inMinutes(1_000);
const LATENESS = LATENESS_MS / MINUTE_MS;
/** Longer than a minute is waited for. */
const OVER = 1 + LATENESS;

function reading(events: readonly PlacedEvent[], windows = new MinuteWindows()) {
  const taken = events.map((event) => windows.take(event, activityOf(event.recorded.event), NOW));
  return { windows, taken };
}
const read = (...happenings: readonly Happening[]) => reading(partOf(happenings));
const shown = (rows: ReturnType<MinuteWindows['close']>) =>
  rows.map(({ roomId, minute, messages, activeUsers, joins }) => [
    `${roomId} ${(minute - inMinutes(0)) / MINUTE_MS}`,
    messages,
    activeUsers,
    joins,
  ]);

describe('a minute of a room', () => {
  it('is what was posted, who did something and who joined', () => {
    const by = { id: 'cyd', name: 'Cyd', guest: true };
    const { windows } = read(
      { at: 0.1, event: joined('ann') },
      { at: 0.2 },
      { at: 0.3 },
      { at: 0.3, event: posted('ben') },
      { at: 0.4, event: { type: 'ReactionAdded', message: 2, emoji: '+', by } },
      { at: 0.5, event: { type: 'RoomRenamed', name: 'Hall', by: 'ann' } },
      { at: 0.6, roomId: 'attic' },
      { at: 1.1 },
      { at: OVER },
    );
    expect(shown(windows.close())).toEqual([
      ['lobby 0', 3, 3, 1],
      ['attic 0', 1, 1, 0],
    ]);
    expect(windows.close()).toEqual([]);
  });

  it('is open until so much later that nothing is waited for any more, by the times of the events', () => {
    const events = partOf([{ at: 0 }, { at: 0.99 }, { at: OVER - 0.001 }, { at: 0.5 }, { at: OVER }, { at: 0.6 }]);
    const { windows, taken } = reading(events.slice(0, 3));
    expect(windows.close()).toEqual([]);
    expect(taken).toEqual(['counted', 'counted', 'counted']);
    expect(reading(events.slice(3), windows).taken).toEqual(['counted', 'counted', 'late']);
    expect(shown(windows.close())).toEqual([['lobby 0', 3, 1, 0]]);
  });

  it('is not told again when it is over, unless something was added', () => {
    const events = partOf([{ at: 0 }, { at: 0, roomId: 'attic' }, { at: 0.5 }, { at: OVER }]);
    const { windows } = reading(events.slice(0, 2));
    expect(windows.endedBefore(inMinutes(0.9))).toEqual([]);
    expect(shown(windows.endedBefore(inMinutes(1)))).toEqual([
      ['lobby 0', 1, 1, 0],
      ['attic 0', 1, 1, 0],
    ]);
    expect(windows.endedBefore(inMinutes(1))).toEqual([]);
    reading(events.slice(2), windows);
    expect(shown(windows.close())).toEqual([['lobby 0', 2, 1, 0]]);
  });

  it('of a year that nobody lives in ends no other', () => {
    const { windows, taken } = read({ at: 0 }, { at: 50_000_000 }, { at: 0.5 }, { at: OVER });
    expect(taken).toEqual(['counted', 'late', 'counted', 'counted']);
    expect(shown(windows.close())).toEqual([['lobby 0', 2, 1, 0]]);
  });

  it('takes what clocks that differ a little have stored', () => {
    const { windows, taken } = read({ at: 0.9 }, { at: 1.2 }, { at: 0.95 }, { at: 1.1 }, { at: 0.8 }, { at: 1 + OVER });
    expect(new Set(taken)).toEqual(new Set(['counted']));
    expect(shown(windows.close())).toEqual([
      ['lobby 0', 3, 1, 0],
      ['lobby 1', 2, 1, 0],
    ]);
  });
});

describe('an event that comes again', () => {
  it('is counted once', () => {
    const events = partOf([{ at: 0 }, { at: 0.1, roomId: 'attic' }, { at: 0.2 }, { at: 0.3 }, { at: OVER }]);
    const replay = [...events.slice(0, 3), ...events.slice(1, 4), ...events.slice(0, 5)];
    const { windows, taken } = reading(replay);
    expect(taken.filter((each) => each === 'counted')).toHaveLength(events.length);
    expect(shown(windows.close())).toEqual([
      ['lobby 0', 3, 1, 0],
      ['attic 0', 1, 1, 0],
    ]);
  });

  it('is not late, also when nobody remembers it any more', () => {
    const events = partOf([{ at: 0 }, { at: 5 }]);
    const { windows } = reading(events);
    windows.close();
    expect(reading(events, windows).taken).toEqual(['repeated', 'repeated']);
  });

  it('is another one in a log that was made anew', () => {
    const [first, second] = [partOf([{ at: 0 }]), partOf([{ at: 0.5 }])];
    const renewed = second.map((event) => ({ ...event, epoch: 'e2' }));
    expect(reading([...first, ...renewed]).taken).toEqual(['counted', 'counted']);
  });
});

describe('the place to go on at', () => {
  const places = (windows: MinuteWindows, ...minutes: readonly number[]) =>
    minutes.map((minute) => windows.resumeAt(inMinutes(minute)));

  it('is where the minute was reached first', () => {
    const { windows } = read({ at: 0 }, { at: 0.5 }, { at: 2 }, { at: 1.9 }, { at: 3 }, { at: 7 });
    expect(places(windows, -1, 0, 1, 2, 3, 4)).toEqual([undefined, '1', '1', '3', '5', '5']);
  });

  it('is never in a minute that is open', () => {
    const { windows } = read({ at: 0 }, { at: 1 }, { at: 1.4 });
    expect(places(windows, 99)).toEqual(['1']);
    expect(new MinuteWindows().resumeAt(inMinutes(0))).toBeUndefined();
  });

  it('lets another reader tell what was counted before it', () => {
    const events = partOf([{ at: 0 }, { at: 1 }, { at: 0.9 }, { at: 1.2 }, { at: 3 }, { at: 1.5 }]);
    const { windows } = reading(events);
    const place = Number(windows.resumeAt(inMinutes(1)));
    expect(place).toBe(2);
    const next = reading(events.slice(place - 1));
    expect(next.taken).toEqual(['counted', 'before', 'counted', 'counted', 'late']);
    expect(shown(next.windows.close())).toEqual([['lobby 1', 2, 1, 0]]);
  });
});
