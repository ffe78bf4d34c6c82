import { topicRecordOf, type TopicRecord } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { createTopicWriter, ensureTopics, type TopicWriter } from '@noroshi/kafka';
import { createLogger } from '@noroshi/telemetry';
import { startKafkaBroker, whyNoKafka, type KafkaBroker } from '@noroshi/testing';
import { countsOf } from './testing/counts-of.js';
import { installExampleConsumers, type Ending } from './testing/example-consumers.js';
import { talk, type Told } from './testing/talk.js';

const EVENTS = Number(process.env['EXAMPLE_EVENTS'] ?? 500);
const TOPIC = 'noroshi.events.v1';
/** In the past: a broker refuses what is to have happened later. */
const START = Date.now() - 3_600_000 - EVENTS * 100;

const consumers = whyNoKafka() === undefined ? await installExampleConsumers() : [];
afterAll(() => consumers.forEach((consumer) => consumer.remove()));

/** As the logs of the product are: of one category each, with positions of their own. */
function logOf(count: number): RecordedEvent<Told['event']>[] {
  const ends = new Map<string, number>();
  return [...talk(count)].map(({ lane, event }, n) => {
    const position = (ends.get(lane.category) ?? 0) + 1;
    ends.set(lane.category, position);
    return { lane, event, position, recordedAt: START + n * 100 };
  });
}

const told = (log: readonly RecordedEvent[]): TopicRecord[] => log.map((recorded) => topicRecordOf(recorded, 'e1'));

(consumers.length > 0 ? describe : describe.skip)('a consumer to copy from', () => {
  let broker: KafkaBroker;
  let writer: TopicWriter;
  const log = logOf(EVENTS);
  const options = () => ({
    brokers: broker.brokers,
    clientId: 'test',
    log: createLogger({ name: 'test', level: 'silent' }),
  });

  beforeAll(async () => {
    broker = await startKafkaBroker();
    await ensureTopics(options(), [{ name: TOPIC, partitions: 3, replicas: 1 }]);
    writer = createTopicWriter({ ...options(), topic: TOPIC });
    const half = Math.floor(log.length / 2);
    await writer.write(told(log.slice(0, half)));
    // As after a crash of the relay: what it has written since it last noted how far it is comes again.
    await writer.write(told(log.slice(half - 100)));
  });
  afterAll(async () => {
    await writer.close();
    await broker.stop();
  });

  const caughtUp = (run: (words: readonly string[]) => Promise<Ending>, words: readonly string[] = []) =>
    run(['--brokers', broker.brokers.join(','), '--until-caught-up', '--json', ...words]);

  const expected = (more: { readonly skipped: number }) => {
    const { perMinute, ...counts } = countsOf(log);
    const minutes = Object.entries(perMinute).sort().slice(-60);
    return { ...counts, duplicates: 100, perMinute: Object.fromEntries(minutes), ...more };
  };

  it.each(consumers)('in $language counts what the log holds, however often it was told', async ({ run }) => {
    const { code, out, err } = await caughtUp(run);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual(expected({ skipped: 0 }));
  });

  it.each(consumers)('in $language says which topic is not there', async ({ run }) => {
    const { code, out, err } = await caughtUp(run, ['--topic', 'another']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('There is no topic another.');
  });

  it('passes over what is no event, and goes on behind it', async () => {
    const [first] = told(log);
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
    expect(out).toContain(`${log.length} events (100 duplicates dropped, 4 skipped)`);
    expect(out).toContain(`${rooms} rooms, ${messages} messages, ${people} people`);
    expect(out).toMatch(/^lobby +\d+ +\d+$/m);
  });
});
