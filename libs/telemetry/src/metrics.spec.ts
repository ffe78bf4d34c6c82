import type { MetricDescription } from './catalogue/metric.js';
import { metricCatalogue } from './catalogue/metric-catalogue.js';
import { createMetrics } from './metrics.js';

describe('metrics', () => {
  it('tell counters, gauges and histograms with their labels', async () => {
    const metrics = createMetrics();
    const frames = metrics.counter('noroshi_client_frames_total');
    frames.inc({ kind: 'post' });
    frames.inc({ kind: 'post' }, 2);
    metrics.gauge('noroshi_gateway_info').set({ gateway: 'one' }, 1);
    metrics.histogram('noroshi_append_seconds').observe({ log: 'ROOMS' }, 0.4);
    const text = await metrics.text();
    expect(text).toContain('noroshi_client_frames_total{kind="post"} 3');
    expect(text).toContain('noroshi_gateway_info{gateway="one"} 1');
    expect(text).toContain('noroshi_append_seconds_bucket{le="0.5",log="ROOMS"} 1');
    expect(text).toContain('process_resident_memory_bytes');
    expect(metrics.contentType).toContain('text/plain');
  });

  it('read a gauge when they are scraped', async () => {
    const metrics = createMetrics();
    let connections = 1;
    metrics.gauge('noroshi_connections_count', () => connections);
    connections = 5;
    expect(await metrics.text()).toContain('noroshi_connections_count 5');
  });

  it('tell a gauge of several for as long as each of them is there', async () => {
    const metrics = createMetrics();
    const consumers = new Map([
      ['history', 1],
      ['notifier', 2],
    ]);
    metrics.gauge('noroshi_consumer_position', () =>
      [...consumers].map(([consumer, position]) => [{ consumer }, position] as const),
    );
    expect(await metrics.text()).toContain('noroshi_consumer_position{consumer="notifier"} 2');
    consumers.delete('notifier');
    const text = await metrics.text();
    expect(text).toContain('noroshi_consumer_position{consumer="history"} 1');
    expect(text).not.toContain('notifier');
  });

  it('are the same when they are asked for twice', async () => {
    const metrics = createMetrics();
    for (const log of ['ROOMS', 'USERS']) metrics.counter('noroshi_appends_total').inc({ log, outcome: 'stored' });
    const text = await metrics.text();
    expect(text).toContain('noroshi_appends_total{log="ROOMS",outcome="stored"} 1');
    expect(text).toContain('noroshi_appends_total{log="USERS",outcome="stored"} 1');
  });

  it('of two services do not mix', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.counter('noroshi_log_reads_total').inc();
    other.counter('noroshi_log_reads_total');
    expect(await other.text()).toContain('noroshi_log_reads_total 0');
  });
});

describe('the catalogue of metrics', () => {
  const entries = Object.entries<MetricDescription>(metricCatalogue);

  it('names counters, and only those, with _total', () => {
    for (const [name, { type }] of entries) expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
  });

  it('gives each a meaning, and a histogram buckets', () => {
    for (const [name, { meaning, type, buckets }] of entries) {
      expect([name, meaning.length > 0, buckets !== undefined]).toEqual([name, true, type === 'histogram']);
    }
  });
});
