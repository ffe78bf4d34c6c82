import { jest } from '@jest/globals';
import { EventLogUnavailable } from './event-store.js';
import { InMemoryCheckpointStore } from './in-memory/in-memory-checkpoint-store.js';
import { RareCheckpoints } from './rare-checkpoints.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function scene() {
  const kept = new InMemoryCheckpointStore();
  const saved: [string, number][] = [];
  const outages: unknown[] = [];
  const state = { isAway: false, gate: Promise.resolve() };
  const store = {
    save: async (name: string, position: number) => {
      await state.gate;
      if (state.isAway) throw new EventLogUnavailable('away');
      saved.push([name, position]);
      await kept.save(name, position);
    },
  };
  const checkpoints = new RareCheckpoints({ store, everyMs: 100, onOutage: (cause) => outages.push(cause) });
  return { checkpoints, kept, saved, outages, state };
}

describe('rare checkpoints', () => {
  it('save the last of many, and nothing when there was none', async () => {
    const { checkpoints, saved, kept } = scene();
    for (const position of [1, 2, 3]) await checkpoints.save('x', position);
    expect(saved).toEqual([]);
    await jest.advanceTimersByTimeAsync(100);
    expect([saved, await kept.load('x')]).toEqual([[['x', 3]], 3]);
    await checkpoints.save('x', 4);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(saved).toEqual([
      ['x', 3],
      ['x', 4],
    ]);
  });

  it('are kept apart by their names, and never go back', async () => {
    const { checkpoints, saved } = scene();
    await checkpoints.save('x', 7);
    await checkpoints.save('y', 2);
    await checkpoints.save('x', 3);
    await jest.advanceTimersByTimeAsync(100);
    expect(saved).toEqual([
      ['x', 7],
      ['y', 2],
    ]);
  });

  it('save what is left when they are closed', async () => {
    const { checkpoints, saved } = scene();
    await checkpoints.save('x', 1);
    await checkpoints.close();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(saved).toEqual([['x', 1]]);
  });

  it('are closed only after a save that is under way, whose place a later one takes', async () => {
    const { checkpoints, saved, state } = scene();
    let open: () => void = () => undefined;
    state.gate = new Promise((resolve) => (open = resolve));
    await checkpoints.save('x', 1);
    await jest.advanceTimersByTimeAsync(100);
    await checkpoints.save('x', 2);
    let isClosed = false;
    const closing = checkpoints.close().then(() => (isClosed = true));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(isClosed).toBe(false);
    open();
    await closing;
    expect(saved).toEqual([
      ['x', 1],
      ['x', 2],
    ]);
  });

  it('come through after an outage, which is told once, without another event', async () => {
    const { checkpoints, saved, outages, state } = scene();
    state.isAway = true;
    await checkpoints.save('x', 1);
    await jest.advanceTimersByTimeAsync(250);
    state.isAway = false;
    await jest.advanceTimersByTimeAsync(100);
    expect([saved, outages.length]).toEqual([[['x', 1]], 1]);
  });

  it('do not keep those who stop during an outage', async () => {
    const { checkpoints, saved, state } = scene();
    state.isAway = true;
    await checkpoints.save('x', 1);
    await checkpoints.close();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(saved).toEqual([]);
  });
});
