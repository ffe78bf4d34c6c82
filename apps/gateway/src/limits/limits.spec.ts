import { ConnectionLimits } from './connection-limits.js';
import { FrameLimit } from './frame-limit.js';
import { TokenBucket } from './token-bucket.js';

const take = (limit: FrameLimit, count: number, now: number) =>
  Array.from({ length: count }, () => (limit.take(now) ? 'take' : limit.refuse(now)));

describe('a token bucket', () => {
  it('holds a burst and refills at its rate', () => {
    const bucket = new TokenBucket({ rate: 10, burstSeconds: 2, now: 0 });
    const taken = (count: number, now: number) =>
      Array.from({ length: count }, () => bucket.take(now)).filter(Boolean).length;
    expect(taken(30, 0)).toBe(20);
    expect(taken(30, 500)).toBe(5);
    expect(taken(30, 60_000)).toBe(20);
  });

  it('with a rate of 0 never refuses', () => {
    const bucket = new TokenBucket({ rate: 0, burstSeconds: 2, now: 0 });
    expect(Array.from({ length: 1000 }, () => bucket.take(0)).every(Boolean)).toBe(true);
  });
});

describe('a flood of frames', () => {
  it('is told at most once a second', () => {
    const limit = new FrameLimit(1, 0);
    expect(take(limit, 5, 0)).toEqual(['take', 'take', 'refuse and say so', 'refuse', 'refuse']);
    expect(take(limit, 3, 1000)).toEqual(['take', 'refuse and say so', 'refuse']);
  });

  it('is cut after 200 refused frames', () => {
    const verdicts = take(new FrameLimit(1, 0), 203, 0);
    expect(verdicts.indexOf('close')).toBe(202);
  });
});

describe('connections', () => {
  const none = { maxConnectionsPerUser: 0, maxConnectionsPerAddress: 0, newSessionsPerSecond: 0 };

  it('are limited per address, and a closed one makes room', () => {
    const limits = new ConnectionLimits({ ...none, maxConnectionsPerAddress: 1 }, 0);
    limits.opened('a');
    expect([limits.mayOpen('a'), limits.mayOpen('b')]).toEqual([false, true]);
    limits.closed('a');
    expect(limits.mayOpen('a')).toBe(true);
  });

  it('arrive at a bounded rate', () => {
    const limits = new ConnectionLimits({ ...none, newSessionsPerSecond: 2 }, 0);
    expect([0, 0, 0, 500].map((now) => limits.mayArrive(now))).toEqual([true, true, false, true]);
  });

  const arrivals = (limits: ConnectionLimits, user: string | undefined, count: number, now = 0) =>
    Array.from({ length: count }, () => limits.mayComeAgain({ user, network: 'n' }, now)).filter(Boolean).length;

  it('of who connects again and again are held back, and of nobody else', () => {
    const limits = new ConnectionLimits({ ...none, maxConnectionsPerUser: 50, maxConnectionsPerAddress: 1000 }, 0);
    expect(arrivals(limits, 'user ann', 300)).toBe(100);
    expect(arrivals(limits, 'user ben', 5)).toBe(5);
    expect(arrivals(limits, undefined, 5)).toBe(5);
    expect(arrivals(limits, 'user ann', 300, 10_000)).toBe(50);
  });

  it('may be opened again and again where there is no limit to them', () => {
    expect(arrivals(new ConnectionLimits(none, 0), 'user ann', 5_000)).toBe(5_000);
  });

  it('may be opened again a few times also by who may have one only', () => {
    expect(arrivals(new ConnectionLimits({ ...none, maxConnectionsPerUser: 1 }, 0), 'user ann', 300)).toBe(20);
  });
});
