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
  it('are limited per address, and a closed one makes room', () => {
    const limits = new ConnectionLimits({ maxConnectionsPerAddress: 1, newSessionsPerSecond: 0 }, 0);
    limits.opened('a');
    expect([limits.mayOpen('a'), limits.mayOpen('b')]).toEqual([false, true]);
    limits.closed('a');
    expect(limits.mayOpen('a')).toBe(true);
  });

  it('arrive at a bounded rate', () => {
    const limits = new ConnectionLimits({ maxConnectionsPerAddress: 0, newSessionsPerSecond: 2 }, 0);
    expect([0, 0, 0, 500].map((now) => limits.mayArrive(now))).toEqual([true, true, false, true]);
  });
});
