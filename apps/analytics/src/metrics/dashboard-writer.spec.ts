import type { DashboardEvent, MetricsMeasured, SystemEventHappened } from '@noroshi/domain';
import { EventLogUnavailable } from '@noroshi/event-sourcing';
import { DashboardWriter } from './dashboard-writer.js';

const metrics = { activeUsers: 0, requestsPerMinute: 0, errorRate: 0 };
const measured = (at: number): MetricsMeasured => ({
  type: 'MetricsMeasured',
  at,
  metrics: { ...metrics, avgResponseTime: 0, systemLoad: 0, memoryUsage: 0 },
});
const happened = (id: string): SystemEventHappened => ({
  type: 'SystemEventHappened',
  event: { id, kind: 'service_up', message: 'up', timestamp: 0 },
});

/** A log that takes what it is given while it is there. */
function setUp() {
  const stored: string[] = [];
  const said: string[] = [];
  const log = { isAway: false };
  let wake = (): void => undefined;
  const writer = new DashboardWriter({
    store: {
      append: (_, event: DashboardEvent, { idempotencyKey = '' } = {}) => {
        if (log.isAway) return Promise.reject(new EventLogUnavailable('away'));
        stored.push(idempotencyKey);
        wake();
        return Promise.resolve({ stored: true, position: stored.length, duplicate: event.type === 'AlertChanged' });
      },
    },
    logger: { warn: (message) => said.push(message) },
  });
  const holds = async (count: number) => {
    while (stored.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return stored;
  };
  return { writer, stored, said, log, holds };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('what dashboards show', () => {
  it('is kept in the order in which it happened, however long the log is away', async () => {
    const { writer, log, holds } = setUp();
    log.isAway = true;
    for (const id of ['a', 'b', 'c']) writer.keep(happened(id));
    await turn();
    log.isAway = false;
    expect(await holds(3)).toEqual(['a', 'b', 'c']);
    await writer.close();
  });

  it('has a gap where the log did not take the metrics, which is said once', async () => {
    const { writer, log, stored, said } = setUp();
    for (const at of [1000, 2000, 3000, 4000]) {
      log.isAway = at === 2000 || at === 3000;
      writer.measure(measured(at));
      await turn();
    }
    expect(stored).toEqual(['metrics-1000', 'metrics-4000']);
    expect(said).toHaveLength(1);
    await writer.close();
  });

  it('is given up at the end of the process, not waited for', async () => {
    const { writer, log, stored } = setUp();
    log.isAway = true;
    writer.keep(happened('a'));
    await turn();
    await writer.close();
    expect(stored).toEqual([]);
  });
});
