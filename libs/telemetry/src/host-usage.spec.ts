import { HostMeter, loadBetween, parseStat } from './host-usage.js';

describe('how busy the machine is', () => {
  it('is what its processors did not idle or wait', () => {
    const before = parseStat('cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1 2 3 4\n');
    expect(before).toEqual({ total: 1000, idle: 800 });
    expect(loadBetween({ total: 1000, idle: 800 }, { total: 1200, idle: 850 })).toBe(0.75);
  });

  it('is nothing when no time has passed, and a share when counters went back', () => {
    expect(loadBetween({ total: 10, idle: 5 }, { total: 10, idle: 5 })).toBe(0);
    expect(loadBetween({ total: 10, idle: 5 }, { total: 20, idle: 4 })).toBe(1);
    expect(loadBetween({ total: 10, idle: 5 }, { total: 20, idle: 25 })).toBe(0);
  });

  it('is not known from something else than the file', () => {
    expect(parseStat('intr 1 2 3')).toBeUndefined();
  });

  it('is measured here', async () => {
    const meter = new HostMeter();
    await meter.usage();
    const { name, processors, load, memory, memoryUsed } = await meter.usage();
    expect(name).not.toBe('');
    expect(processors).toBeGreaterThan(0);
    expect(load).toBeGreaterThanOrEqual(0);
    expect(load).toBeLessThanOrEqual(1);
    expect(memoryUsed).toBeGreaterThan(0);
    expect(memoryUsed).toBeLessThanOrEqual(memory);
  });
});
