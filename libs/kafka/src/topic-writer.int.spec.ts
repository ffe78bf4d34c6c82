import type { TopicRecord } from '@noroshi/domain';
import { untilReachable } from '@noroshi/event-sourcing';
import { kafkaRecords, whyNoKafka, type KafkaRecord } from '@noroshi/testing';
import { ensureTopics } from './ensure-topics.js';
import { KafkaUnavailable, RecordRefused, RecordTooLarge } from './kafka-errors.js';
import { useKafka } from './testing/use-kafka.js';
import { createTopicWriter, type TopicWriter } from './topic-writer.js';

const record = (key: string, number: number, more: Partial<TopicRecord> = {}): TopicRecord => ({
  ...{ key, value: JSON.stringify({ key, number }), headers: { ce_id: `${key}-${number}` } },
  ...more,
});

const KEYS = ['lobby', 'den', 'attic', 'the room of 雪', 'cellar'];
/** One after the other, for each key. */
const batch = (from: number, count: number): TopicRecord[] =>
  Array.from({ length: count }, (_, index) => KEYS.map((key) => record(key, from + index))).flat();

/** The numbers of one key, in the order of the topic. */
const numbersOf = (records: readonly KafkaRecord[], key: string): number[] =>
  records.filter((each) => each.key === key).map(({ value }) => (JSON.parse(value) as { number: number }).number);

const upTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

(whyNoKafka() === undefined ? describe : describe.skip)('Kafka', () => {
  const kafka = useKafka();
  const writers: TopicWriter[] = [];
  const writerTo = (topic: string): TopicWriter => {
    const writer = createTopicWriter({ ...kafka().options, topic });
    writers.push(writer);
    return writer;
  };
  const content = (topic: string) => kafkaRecords(kafka().options.brokers, topic);
  afterEach(async () => {
    await Promise.all(writers.splice(0).map((writer) => writer.close()));
  });

  describe('a writer', () => {
    it('keeps what has one key in order, also over calls that do not wait for one another', async () => {
      const topic = await kafka().newTopic();
      const writer = writerTo(topic);
      await Promise.all(upTo(20).map((call) => writer.write(batch(call * 50, 50))));
      const records = await content(topic);
      for (const key of KEYS) expect(numbersOf(records, key)).toEqual(upTo(1_000));
      expect(new Set(records.map(({ partition }) => partition)).size).toBeGreaterThan(1);
    });

    it('gives headers, key and time as they are, in any script', async () => {
      const topic = await kafka().newTopic();
      const written = record('雪', 1, {
        headers: { ce_id: 'x-1', ce_subject: 'room/%E9%9B%AA/talk' },
        timestamp: 1_700_000_000_123,
      });
      await writerTo(topic).write([written]);
      expect(await content(topic)).toEqual([expect.objectContaining(written)]);
    });

    it('writes everything though the broker is killed and comes back, in order, twice only what is the same', async () => {
      const topic = await kafka().newTopic();
      const writer = writerTo(topic);
      const { broker } = kafka();
      const batches = upTo(40).map((number) => batch(number * 10, 10));
      let written = 0;
      const writing = (async () => {
        for (const each of batches) {
          await untilReachable(() => writer.write(each));
          written += 1;
          if (written === 10) void broker.kill().then(() => broker.restart());
        }
      })();
      await writing;
      const records = await content(topic);
      for (const key of KEYS) {
        const numbers = numbersOf(records, key);
        expect([...new Set(numbers)]).toEqual(upTo(400));
      }
      const values = new Map<string, Set<string>>();
      for (const { headers, value } of records) {
        const id = headers['ce_id'] ?? '';
        values.set(id, (values.get(id) ?? new Set()).add(value));
      }
      expect(Math.max(...[...values.values()].map(({ size }) => size))).toBe(1);
    });

    it('says that nobody answers while the network is cut, and goes on after it', async () => {
      const topic = await kafka().newTopic();
      const writer = writerTo(topic);
      await writer.write([record('lobby', 0)]);
      const nobody = createTopicWriter({ ...kafka().options, brokers: ['127.0.0.1:9'], topic });
      await expect(nobody.write([record('lobby', 1)])).rejects.toBeInstanceOf(KafkaUnavailable);
      await nobody.close();
      kafka().network.cut();
      await untilReachable(() => writer.write([record('lobby', 1)]));
      expect([...new Set(numbersOf(await content(topic), 'lobby'))]).toEqual([0, 1]);
    });

    it('waits for a topic that is not there', async () => {
      const writer = writerTo('no-such-topic');
      await expect(writer.write([record('lobby', 0)])).rejects.toBeInstanceOf(KafkaUnavailable);
      await ensureTopics(kafka().options, [{ name: 'no-such-topic', partitions: 1, replicas: 1 }]);
      await untilReachable(() => writer.write([record('lobby', 0)]));
    });

    it('names the record that is larger than the topic takes, and writes on', async () => {
      const topic = await kafka().newTopic({ config: { 'max.message.bytes': '20000' } });
      const writer = writerTo(topic);
      // Together they are more than the topic takes at once, and each by itself is not.
      await writer.write(batch(0, 200));
      const large = record('lobby', 200, { value: 'x'.repeat(30_000) });
      const refusal: unknown = await writer.write([large]).catch((cause: unknown) => cause);
      expect(refusal).toBeInstanceOf(RecordTooLarge);
      expect(refusal).toMatchObject({ record: large, message: expect.stringContaining('30000 bytes') as string });
      await writer.write([record('lobby', 200)]);
      const records = await content(topic);
      for (const key of KEYS) expect([...new Set(numbersOf(records, key))]).toEqual(upTo(key === 'lobby' ? 201 : 200));
    });

    it('says of a record that brokers never take that it is refused', async () => {
      const topic = await kafka().newTopic({ config: { 'message.timestamp.after.max.ms': '1000' } });
      const future = record('lobby', 0, { timestamp: Date.now() + 3_600_000 });
      await expect(writerTo(topic).write([future])).rejects.toBeInstanceOf(RecordRefused);
    });
  });

  describe('topics', () => {
    const wish = { name: 'wished', partitions: 2, replicas: 0 };

    it('are made as they are wished, by several at once', async () => {
      const { options, warnings } = kafka();
      await Promise.all([ensureTopics(options, [wish]), ensureTopics(options, [wish])]);
      await ensureTopics(options, [wish]);
      expect(warnings).toEqual([]);
    });

    it('that are otherwise are used, and warned of', async () => {
      const { options, warnings } = kafka();
      await ensureTopics(options, [{ ...wish, name: 'compacted', config: { 'cleanup.policy': 'compact' } }]);
      await ensureTopics(options, [{ ...wish, partitions: 12 }]);
      expect(warnings).toEqual([expect.stringContaining('is compacted'), expect.stringContaining('other partitions')]);
    });

    it('that need more brokers than there are wait for them', async () => {
      const three = ensureTopics(kafka().options, [{ name: 'on-three', partitions: 1, replicas: 3 }]);
      await expect(three).rejects.toMatchObject({
        name: 'KafkaUnavailable',
        message: expect.stringMatching(/replica/i) as string,
      });
    });
  });
});
