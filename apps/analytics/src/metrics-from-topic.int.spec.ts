import { topicNames } from '@noroshi/domain';
import { Operations } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import { eventually, kafkaRecords, whyNoKafka } from '@noroshi/testing';
import { composeMetrics } from './metrics/compose.js';
import { manualClock } from './testing/manual-clock.js';
import { runRelay } from './testing/running-relay.js';

const PATIENCE_MS = 40_000;

(whyNoKafka() === undefined ? describe : describe.skip)('the metrics where there is Kafka', () => {
  let relay: Awaited<ReturnType<typeof runRelay>>;
  beforeAll(async () => {
    relay = await runRelay();
  });
  afterAll(() => relay.stop());

  it('begin before the topic is there, count what is relayed, and tell rollups', async () => {
    const clock = manualClock(Math.floor(Date.now() / 1000) * 1000);
    const logger = createLogger({ name: 'analytics-metrics', level: 'silent' });
    const operations = new Operations({ logger });
    const metrics = await composeMetrics({
      ...{ natsUrl: relay.server.url, logReplicas: 1, logMaxBytes: 0, rules: [], mongoUrl: undefined },
      topics: { kafka: { brokers: relay.broker.brokers }, partitions: 3, replicas: 0, retention: 24 },
      ...{ logger, operations, clock },
    });
    await relay.startRelay();
    for (const room of ['lobby', 'attic']) for (const content of ['a', 'b', 'c']) await relay.say(room, content);
    await eventually(async () => (await relay.told()).length >= 6, {
      reason: 'everything is relayed',
      timeoutMs: PATIENCE_MS,
    });
    const rollups = async () => {
      // Nothing comes for so long that it is told by the clock.
      for (let passed = 0; passed < 60; passed += 1) clock.tick();
      const records = await kafkaRecords(relay.broker.brokers, topicNames.rollups).catch(() => []);
      return records.map(({ key, value, headers }) => ({
        ...{ key, headers },
        told: JSON.parse(value) as { roomId: string; minute: number; messages: number },
      }));
    };
    const lastOf = (records: Awaited<ReturnType<typeof rollups>>, roomId: string): number => {
      const minutes = new Map(
        records.filter(({ key }) => key === roomId).map(({ told }) => [told.minute, told.messages] as const),
      );
      return [...minutes.values()].reduce((sum, messages) => sum + messages, 0);
    };
    const told = await eventually(
      async () => {
        const records = await rollups();
        return ['lobby', 'attic'].every((room) => lastOf(records, room) === 3) && records;
      },
      { reason: 'the rollups are told', timeoutMs: PATIENCE_MS },
    );
    for (const { key, told: rollup } of told) expect(rollup).toMatchObject({ roomId: key, joins: 0, activeUsers: 1 });
    const ids = told.map(({ headers }) => headers['ce_id']);
    expect(ids.every((id) => id?.startsWith('rollup_'))).toBe(true);
    const { text } = await operations.scrape();
    expect(text).toMatch(/^noroshi_window_events_total\{outcome="counted"\} 6$/m);
    expect(text).toMatch(/^noroshi_window_events_total\{outcome="late"\} 0$/m);
    expect(text).toMatch(/^noroshi_rollups_written_total [1-9]/m);
    expect(await operations.readiness()).toMatchObject({ status: 'ready', dependencies: { nats: 'up', kafka: 'up' } });
    await metrics.drain();
  });
});
