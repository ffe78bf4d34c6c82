import { jest } from '@jest/globals';
import { InMemoryCheckpointStore } from '@noroshi/event-sourcing';
import { RareCheckpoints } from './rare-checkpoints.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function scene() {
  const store = new InMemoryCheckpointStore();
  const saved: number[] = [];
  const failures: unknown[] = [];
  const outage = { isOn: false };
  const save = store.save.bind(store);
  store.save = (name, position) => {
    if (outage.isOn) return Promise.reject(new Error('away'));
    saved.push(position);
    return save(name, position);
  };
  const checkpoints = new RareCheckpoints({ store, everyMs: 100, onFailure: (cause) => failures.push(cause) });
  return { checkpoints, saved, failures, outage };
}

describe('rare checkpoints', () => {
  it('save the last of many', async () => {
    const { checkpoints, saved } = scene();
    for (const position of [1, 2, 3]) await checkpoints.save('x', position);
    expect(saved).toEqual([]);
    await jest.advanceTimersByTimeAsync(100);
    expect([saved, await checkpoints.load('x')]).toEqual([[3], 3]);
    await checkpoints.save('x', 4);
    await jest.advanceTimersByTimeAsync(100);
    expect(saved).toEqual([3, 4]);
  });

  it('save what is left when asked to', async () => {
    const { checkpoints, saved } = scene();
    await checkpoints.save('x', 1);
    await checkpoints.flush();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(saved).toEqual([1]);
  });

  it('go on after a failure', async () => {
    const { checkpoints, saved, failures, outage } = scene();
    outage.isOn = true;
    await checkpoints.save('x', 1);
    await jest.advanceTimersByTimeAsync(100);
    outage.isOn = false;
    await checkpoints.save('x', 2);
    await jest.advanceTimersByTimeAsync(100);
    expect([saved, failures.length]).toEqual([[2], 1]);
  });
});
