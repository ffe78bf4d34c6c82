import { createLogger, createMetrics } from '@noroshi/telemetry';
import { Consumers } from './consumers.js';

const recorded = (position: number, recordedAt = 0) => ({ lane: { name: 'talk' }, position, recordedAt });

function watching() {
  const metrics = createMetrics();
  const clock = { now: 0 };
  const logger = createLogger({ name: 'test', level: 'silent' });
  const consumers = new Consumers({ metrics, tracing: undefined, logger, now: () => clock.now });
  const valueOf = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name.replaceAll(/[{}]/g, '\\$&')} (.+)$`, 'm').exec(await metrics.text())?.[1]);
  return { consumers, watch: consumers.watch('history'), clock, valueOf };
}

const LAG = 'noroshi_consumer_lag_seconds{consumer="history"}';
const WAITING = 'noroshi_consumer_waiting_seconds{consumer="history"}';
const POSITION = 'noroshi_consumer_position{consumer="history"}';

describe('a consumer that is watched', () => {
  it('counts what it has dealt with, by what became of it', async () => {
    const { watch, valueOf } = watching();
    await watch.around([recorded(1)], () => Promise.resolve('done'));
    await watch.around([recorded(2), recorded(5)], () => Promise.resolve('done'));
    await watch.around([recorded(6)], () => Promise.resolve('buried'));
    await watch.around([recorded(7)], () => Promise.resolve('stopped'));
    const counted = ['done', 'buried', 'stopped'].map(
      (outcome) => `noroshi_consumer_events_total{consumer="history",outcome="${outcome}"}`,
    );
    expect(await Promise.all(counted.map(valueOf))).toEqual([3, 1, 1]);
    expect(await valueOf(POSITION)).toBe(6);
  });

  it('lags by the age of what it has in hand, and not when it has nothing', async () => {
    const { watch, clock, valueOf } = watching();
    clock.now = 12_000;
    await watch.around([recorded(1, 2_000), recorded(2, 11_000)], async () => {
      expect(await valueOf(LAG)).toBe(10);
      return 'done';
    });
    expect(await valueOf(LAG)).toBe(0);
  });

  it('does not lag while it goes over what it has dealt with already', async () => {
    const { watch, clock, valueOf } = watching();
    await watch.around([recorded(9)], () => Promise.resolve('done'));
    clock.now = 60_000;
    await watch.around([recorded(3)], async () => {
      expect(await valueOf(LAG)).toBe(0);
      return 'done';
    });
    expect(await valueOf(POSITION)).toBe(9);
  });

  it('waits from when something is away until its event is dealt with', async () => {
    const { consumers, watch, clock, valueOf } = watching();
    await watch.around([recorded(1)], async () => {
      watch.onWaiting(new Error('away'));
      clock.now = 3_000;
      expect(await valueOf(WAITING)).toBe(3);
      expect(consumers.states()).toEqual({ history: 'down' });
      return 'done';
    });
    expect(await valueOf(WAITING)).toBe(0);
    expect(consumers.states()).toEqual({ history: 'up' });
  });

  it('does not wait any more when its work has failed', async () => {
    const { consumers, watch } = watching();
    const failing = watch.around([recorded(1)], () => {
      watch.onWaiting(new Error('away'));
      return Promise.reject(new Error('a bug'));
    });
    await expect(failing).rejects.toThrow('a bug');
    expect(consumers.states()).toEqual({ history: 'up' });
  });
});
