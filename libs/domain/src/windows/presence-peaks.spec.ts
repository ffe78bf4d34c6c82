import type { Actor } from '../actor.js';
import type { GatewayRun, SessionEvent } from '../presence/session-events.js';
import { MINUTE_MS } from './minute.js';
import { PresencePeaks, type PeaksOptions } from './presence-peaks.js';

const START = 1_700_000_040_000;
const minute = (index: number): number => START + index * MINUTE_MS;
const user = (id: string): Actor => ({ id, name: id, guest: false });

/** A run of one gateway, with people who come and go at moments: minutes since the start. */
function scene(options?: PeaksOptions) {
  const peaks = new PresencePeaks(options);
  const changes = new Map<string, number>();
  const say = (gateway: string, at: number, event: Record<string, unknown>) => {
    const run: GatewayRun = { gateway, epoch: 1 };
    const change = (changes.get(gateway) ?? 0) + 1;
    changes.set(gateway, change);
    const told = { ...event, run, change } as unknown as SessionEvent;
    peaks.apply(told, START + at * MINUTE_MS);
    return told;
  };
  const begin = (gateway: string) => {
    if (!changes.has(gateway)) say(gateway, 0, { type: 'GatewayStarted' });
  };
  const open = new Set<string>();
  const enter = (id: string, at: number, { roomId = 'lobby', gateway = 'g1' } = {}) => {
    begin(gateway);
    const connectionId = `${gateway}-${id}`;
    const connection = { connectionId, user: user(id), userAgent: '', address: '', connectedAt: START };
    if (!open.has(connectionId)) say(gateway, at, { type: 'SessionOpened', connection });
    open.add(connectionId);
    return say(gateway, at, { type: 'RoomEntered', connectionId, user: user(id), roomId });
  };
  const exit = (id: string, at: number, { roomId = 'lobby', gateway = 'g1' } = {}) =>
    say(gateway, at, { type: 'RoomExited', connectionId: `${gateway}-${id}`, user: user(id), roomId });
  return { peaks, enter, exit };
}

describe('the peak of presence', () => {
  it('is the most people who were there at one moment of the minute', () => {
    const { peaks, enter, exit } = scene();
    enter('ann', 0.1);
    enter('ben', 0.2);
    exit('ann', 0.3);
    enter('cyd', 0.4);
    exit('cyd', 0.5);
    exit('ben', 1.5);
    expect(peaks.peak('lobby', minute(0))).toBe(2);
    expect(peaks.peak('lobby', minute(1))).toBe(1);
    expect(peaks.peak('lobby', minute(2))).toBe(0);
    expect(peaks.peak('lobby', minute(-1))).toBe(0);
    expect(peaks.peak('attic', minute(0))).toBe(0);
  });

  it('counts those who came in an earlier minute and are still there', () => {
    const { peaks, enter } = scene();
    enter('ann', 0.1);
    enter('ben', 3.1);
    expect([1, 2, 3, 9].map((index) => peaks.peak('lobby', minute(index)))).toEqual([1, 1, 2, 2]);
    expect([...peaks.changedIn(minute(0))]).toEqual(['lobby']);
    expect([...peaks.changedIn(minute(2))]).toEqual([]);
  });

  it('counts somebody with connections to two gateways once', () => {
    const { peaks, enter, exit } = scene();
    enter('ann', 0.1, { gateway: 'g1' });
    enter('ann', 0.2, { gateway: 'g2' });
    exit('ann', 1.1, { gateway: 'g1' });
    expect(peaks.peak('lobby', minute(0))).toBe(1);
    expect(peaks.peak('lobby', minute(1))).toBe(1);
  });

  it('is not changed by what comes twice, nor by a clock that is set back', () => {
    const { peaks, enter, exit } = scene();
    const told = enter('ann', 2.1);
    peaks.apply(told, minute(2));
    exit('ann', 1.2);
    expect(peaks.peak('lobby', minute(2))).toBe(1);
    expect(peaks.peak('lobby', minute(3))).toBe(0);
  });

  it('forgets what is old, but not who is there', () => {
    const { peaks, enter, exit } = scene({ keepMs: 10 * MINUTE_MS });
    enter('ann', 0.1);
    enter('ben', 0.2, { roomId: 'attic' });
    exit('ben', 0.3, { roomId: 'attic' });
    enter('cyd', 5, { roomId: 'den' });
    exit('cyd', 12, { roomId: 'den' });
    enter('dan', 20, { roomId: 'hall' });
    expect([...peaks.changedIn(minute(0))]).toEqual([]);
    expect(peaks.peak('lobby', minute(20))).toBe(1);
    expect(peaks.peak('den', minute(11))).toBe(1);
    expect(peaks.peak('attic', minute(20))).toBe(0);
    expect([...peaks.changedIn(minute(12))]).toEqual(['den']);
  });

  it('remembers no more changes than it may', () => {
    const { peaks, enter } = scene({ most: 20 });
    for (let index = 0; index < 60; index += 1) enter(`user ${index}`, index, { roomId: `room ${index}` });
    expect([...peaks.changedIn(minute(30))]).toEqual([]);
    expect([...peaks.changedIn(minute(59))]).toEqual(['room 59']);
    expect(peaks.peak('room 3', minute(59))).toBe(1);
  });
});
