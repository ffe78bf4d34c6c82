import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { roomCategory, sessionCategory, toldLogs, topicNames, topicRecordOf, userCategory } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { createTopicWriter, type TopicRecord, type TopicWriter } from '@noroshi/kafka';
import {
  connectNats,
  createCheckpointStore,
  createEventSource,
  createEventStore,
  ensureStreams,
  type EventLogs,
  type Nats,
} from '@noroshi/nats';
import { createLogger } from '@noroshi/telemetry';
import {
  eventually,
  kafkaRecords,
  startKafkaBroker,
  startNatsServer,
  whyNoKafka,
  type KafkaBroker,
  type NatsServer,
} from '@noroshi/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { composeRelay } from './relay/compose.js';
import { countsOf } from './testing/counts-of.js';
import { installExampleConsumers, type Ending } from './testing/example-consumers.js';
import { talk, type Told } from './testing/talk.js';

type Recorded = RecordedEvent<Told['event']>;

const EVENTS = Number(process.env['EXAMPLE_EVENTS'] ?? 500);
/** What is told twice. */
const AGAIN = 100;
const APPENDS_AT_ONCE = 500;
/** Longer only where more events are asked for. */
const PATIENCE_MS = 60_000 + Math.max(0, EVENTS - 500);
const documents = new URL('../../../docs/events/', import.meta.url);
const logger = createLogger({ name: 'test', level: 'silent' });

const consumers = whyNoKafka() === undefined ? await installExampleConsumers() : [];
afterAll(() => consumers.forEach((consumer) => consumer.remove()));

const namesOfLogs = { [roomCategory]: 'rooms', [userCategory]: 'users', [sessionCategory]: 'sessions' } as const;
const nameOf = (category: string) => namesOfLogs[category as keyof typeof namesOfLogs];

/** Gives what the logs then hold, log by log. */
async function happen(nats: Nats, logs: EventLogs, told: readonly Told[]): Promise<Recorded[]> {
  const stores = {
    rooms: createEventStore<Told['event']>(nats, logs.rooms),
    users: createEventStore<Told['event']>(nats, logs.users),
    sessions: createEventStore<Told['event']>(nats, logs.sessions),
  };
  for (let start = 0; start < told.length; start += APPENDS_AT_ONCE) {
    const some = told.slice(start, start + APPENDS_AT_ONCE);
    await Promise.all(some.map(({ lane, event }) => stores[nameOf(lane.category)].append(lane, event)));
  }
  const held: Recorded[] = [];
  for (const [name, log] of Object.entries(toldLogs)) {
    const count = told.filter(({ lane }) => lane.category === log.category).length;
    const source = createEventSource<Told['event']>(nats, logs[name as keyof typeof toldLogs]);
    const subscription = await source.subscribe({ ...log, after: 0 });
    let left = count;
    for await (const recorded of subscription) {
      held.push(recorded);
      left -= 1;
      if (left === 0) break;
    }
    await subscription.close();
  }
  return held;
}

/** Runs the relay until it has told everything. */
async function relayed(broker: KafkaBroker, server: NatsServer, logs: EventLogs, held: readonly Recorded[]) {
  const relay = await composeRelay({
    ...{ natsUrl: server.url, logReplicas: 1, logMaxBytes: 0, logger, kafka: { brokers: broker.brokers } },
    ...{ topicPartitions: 3, topicReplicas: 1, topicRetention: 24 },
  });
  const nats = await connectNats({ url: server.url, name: 'test' });
  const checkpoints = createCheckpointStore(nats, logs.checkpoints);
  const lastOf = (category: string) =>
    Math.max(...held.filter(({ lane }) => lane.category === category).map(({ position }) => position));
  for (const { category } of Object.values(toldLogs)) {
    const name = `relay-${category}-${logs[nameOf(category)].epoch}`;
    await eventually(async () => (await checkpoints.load(name)) === lastOf(category), {
      reason: `the relay has told all of ${category}`,
      timeoutMs: PATIENCE_MS - 15_000,
    });
  }
  await relay.drain();
  await nats.drain();
}

(consumers.length > 0 ? describe : describe.skip)('a consumer to copy from', () => {
  let server: NatsServer;
  let broker: KafkaBroker;
  let writer: TopicWriter;
  let log: Recorded[];
  let records: TopicRecord[];

  beforeAll(async () => {
    [server, broker] = await Promise.all([startNatsServer(), startKafkaBroker()]);
    const nats = await connectNats({ url: server.url, name: 'test' });
    const logs = await ensureStreams(nats);
    log = await happen(nats, logs, [...talk(EVENTS)]);
    await nats.drain();
    await relayed(broker, server, logs, log);
    records = log.map((recorded) => topicRecordOf(recorded, logs[nameOf(recorded.lane.category)].epoch));
    writer = createTopicWriter({ brokers: broker.brokers, clientId: 'test', log: logger, topic: topicNames.events });
    // As after a crash of the relay: what it has written since it last noted how far it is comes again.
    await writer.write(records.slice(0, AGAIN));
  }, PATIENCE_MS);
  afterAll(async () => {
    await writer.close();
    await Promise.all([broker.stop(), server.stop()]);
  });

  const caughtUp = (run: (words: readonly string[]) => Promise<Ending>, words: readonly string[] = []) =>
    run(['--brokers', broker.brokers.join(','), '--until-caught-up', '--json', ...words]);

  const expected = (more: { readonly skipped: number }) => {
    const { perMinute, ...counts } = countsOf(log);
    const minutes = Object.entries(perMinute).sort().slice(-60);
    return { ...counts, duplicates: AGAIN, perMinute: Object.fromEntries(minutes), ...more };
  };

  it.each(consumers)('in $language counts what the log holds, however often it was told', async ({ run }) => {
    const { code, out, err } = await caughtUp(run);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual(expected({ skipped: 0 }));
  });

  // What reads the topic past the product has no longer for it than a test waits for anything.
  (EVENTS > 10_000 ? it.skip : it)('is told events as docs/events describes them', async () => {
    const ajv = new Ajv2020();
    const files = readdirSync(fileURLToPath(documents)).filter((name) => name.endsWith('.json'));
    const admits = new Map(
      files.map((name) => {
        const schema = JSON.parse(readFileSync(new URL(name, documents), 'utf8')) as { readonly title: string };
        return [schema.title, ajv.compile(schema)];
      }),
    );
    const told = await kafkaRecords(broker.brokers, topicNames.events);
    expect(told).toHaveLength(log.length + AGAIN);
    const wrong = told.filter(({ headers, value }) => !admits.get(headers['ce_type'] ?? '')?.(JSON.parse(value)));
    expect(wrong).toEqual([]);
  });

  it.each(consumers)('in $language says which topic is not there', async ({ run }) => {
    const { code, out, err } = await caughtUp(run, ['--topic', 'another']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('There is no topic another.');
  });

  it('passes over what is no event, and goes on behind it', async () => {
    const [first] = records;
    if (!first) throw new Error('The log is empty');
    await writer.write([
      { ...first, value: 'not JSON' },
      { ...first, value: '[]' },
      { ...first, headers: {} },
      { ...first, headers: { ...first.headers, ce_id: '' } },
    ]);
    for (const { run } of consumers) {
      const { code, out } = await caughtUp(run);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual(expected({ skipped: 4 }));
    }
  });

  it.each(consumers)('in $language shows people what it counted', async ({ run }) => {
    const { out } = await run(['--brokers', broker.brokers.join(','), '--until-caught-up']);
    const { rooms, messages, people } = countsOf(log);
    expect(out).toContain(`${log.length} events (${AGAIN} duplicates dropped, 4 skipped)`);
    expect(out).toContain(`${rooms} rooms, ${messages} messages, ${people} people`);
    expect(out).toMatch(/^lobby +\d+ +\d+$/m);
  });
});
