import { SILENCE_MS, type ProcessReport } from '@noroshi/domain';
import { Keepership } from './keepership.js';

const run = (name: string, epoch: number) => ({ name, role: 'analytics-metrics', epoch });
const report = (name: string, epoch: number, more: Partial<ProcessReport> = {}): ProcessReport => ({
  process: run(name, epoch),
  state: 'up',
  host: { name: 'h', processors: 1, load: 0, memory: 1, memoryUsed: 0 },
  ...more,
});

describe('what only one may do', () => {
  it('does whoever is alone, and whoever has been up longest', () => {
    const keepership = new Keepership(run('b', 5));
    expect(keepership.isOwn(0, false)).toBe(true);
    keepership.hear(report('c', 6), 0);
    keepership.hear(report('a', 1, { process: { name: 'g', role: 'gateway', epoch: 1 } }), 0);
    expect(keepership.isOwn(0, false)).toBe(true);
    keepership.hear(report('a', 4), 0);
    expect(keepership.isOwn(0, false)).toBe(false);
  });

  it('is never left to nobody by two that began at once', () => {
    const [a, b] = [new Keepership(run('a', 5)), new Keepership(run('b', 5))];
    a.hear(report('b', 5), 0);
    b.hear(report('a', 5), 0);
    expect([a.isOwn(0, false), b.isOwn(0, false)]).toEqual([true, false]);
  });

  it('passes to the next when the first one says that it ends, or is not heard any more', () => {
    const keepership = new Keepership(run('b', 5));
    keepership.hear(report('a', 4), 0);
    keepership.hear(report('a', 4, { state: 'ending' }), 10);
    expect(keepership.isOwn(10, false)).toBe(true);
    keepership.hear(report('a', 4), 20);
    expect(keepership.isOwn(SILENCE_MS + 19, false)).toBe(false);
    expect(keepership.isOwn(SILENCE_MS + 20, false)).toBe(true);
  });

  it('stays where it is while nothing can be heard', () => {
    const keepership = new Keepership(run('b', 5));
    keepership.hear(report('a', 4), 0);
    expect(keepership.isOwn(60_000, true)).toBe(false);
    expect(keepership.isOwn(60_001, false)).toBe(false);
  });

  it('goes by the start that the others are told of', () => {
    const keepership = new Keepership(run('b', 5));
    keepership.hear(report('b', 7), 0);
    keepership.hear(report('a', 6), 0);
    expect(keepership.isOwn(0, false)).toBe(false);
  });
});
