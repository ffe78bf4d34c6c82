import { createMetrics } from './metrics.js';

describe('metrics', () => {
  it('tell counters, gauges and histograms with their labels', async () => {
    const metrics = createMetrics();
    const frames = metrics.counter({ name: 'noroshi_frames_total', help: 'frames', labels: ['kind'] });
    frames.inc({ kind: 'message' });
    frames.inc({ kind: 'message' }, 2);
    metrics.gauge({ name: 'noroshi_rooms_count', help: 'rooms' }).set(7);
    metrics.histogram({ name: 'noroshi_append_seconds', help: 'append', buckets: [0.1, 1] }).observe(0.5);
    const text = await metrics.text();
    expect(text).toContain('noroshi_frames_total{kind="message"} 3');
    expect(text).toContain('noroshi_rooms_count 7');
    expect(text).toContain('noroshi_append_seconds_bucket{le="1"} 1');
    expect(text).toContain('process_resident_memory_bytes');
    expect(metrics.contentType).toContain('text/plain');
  });

  it('read a gauge when they are scraped', async () => {
    const metrics = createMetrics();
    let connections = 1;
    metrics.gauge({ name: 'noroshi_connections_count', help: 'sockets', read: () => connections });
    connections = 5;
    expect(await metrics.text()).toContain('noroshi_connections_count 5');
  });

  it('of two services do not mix', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.counter({ name: 'noroshi_commands_total', help: 'commands' }).inc();
    other.counter({ name: 'noroshi_commands_total', help: 'commands' });
    expect(await other.text()).toContain('noroshi_commands_total 0');
  });
});
