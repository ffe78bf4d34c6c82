import { formatOffset } from '@noroshi/domain';
import { ensureTopics } from '@noroshi/kafka';
import { eventually, kafkaRecords, startKafkaBroker, whyNoKafka, type KafkaBroker } from '@noroshi/testing';
import type { KafkaRoute } from './routes/routes.js';
import { runRouter } from './testing/running-router.js';

const PATIENCE_MS = 40_000;
const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => String(n + from));
const quiet = { warn: () => undefined, info: () => undefined, debug: () => undefined };

(whyNoKafka() === undefined ? describe : describe.skip)('a Kafka topic that a rule names', () => {
  let router: Awaited<ReturnType<typeof runRouter>>;
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafkaBroker();
    router = await runRouter();
  });
  afterEach(() => router.stopService());
  afterAll(async () => {
    await router.stop();
    await broker.stop();
  });

  const make = (name: string, config = {}) =>
    ensureTopics({ brokers: broker.brokers, clientId: 'a test', log: quiet }, [
      { name, partitions: 2, replicas: 1, config },
    ]);
  const route = (topic: string): KafkaRoute => ({
    ...{ type: 'kafka', name: topic, topic, kafka: { brokers: broker.brokers } },
    ...{ from: 'beginning', maxTries: 2, retryMs: 10 },
    rules: [{ rooms: [`${topic}*`], where: {} }],
  });
  const contents = async (topic: string) =>
    (await kafkaRecords(broker.brokers, topic)).map(
      ({ value }) => (JSON.parse(value) as { data: { content: string } }).data.content,
    );
  const has = (topic: string, count: number) =>
    eventually(async () => new Set(await contents(topic)).size >= count, {
      ...{ reason: `${count} are told`, timeoutMs: PATIENCE_MS },
    });

  it('is told under the key of the room, with the id of the event', async () => {
    await make('lake');
    const position = await router.say('lake 1', 'hi');
    await router.route(route('lake'));
    await has('lake', 1);
    const [record] = await kafkaRecords(broker.brokers, 'lake');
    const offset = formatOffset(router.rooms.epoch, position);
    expect(record).toMatchObject({
      key: 'lake 1',
      headers: { ce_id: `room_${offset}`, ce_type: 'noroshi.MessagePosted', 'content-type': 'application/json' },
    });
    expect(JSON.parse(record?.value ?? '')).toMatchObject({
      ...{ type: 'MessagePosted', timestamp: record?.headers['ce_time'] },
      data: { roomId: 'lake 1', content: 'hi', offset },
    });
  });

  it('that is not there yet, or whose broker is killed, is told everything in order when it is', async () => {
    for (const content of numbers(5)) await router.say('pond', content);
    await router.route(route('pond'));
    await make('pond');
    await has('pond', 5);
    await broker.kill();
    for (const content of numbers(5, 5)) await router.say('pond', content);
    await broker.restart();
    await has('pond', 10);
    expect([...new Set(await contents('pond'))]).toEqual(numbers(10));
  });

  it('that does not take a record has it put to the dead letters, and is told the others', async () => {
    await make('puddle', { 'max.message.bytes': '2000' });
    await router.route(route('puddle'));
    await router.say('puddle', 'small');
    await router.say('puddle', 'x'.repeat(5_000));
    await router.say('puddle', 'small again');
    await has('puddle', 2);
    expect(await contents('puddle')).toEqual(['small', 'small again']);
    const { items } = await router.deadLetters.list({ consumer: 'route-puddle-room', limit: 9 });
    expect(items).toMatchObject([
      { reason: expect.stringMatching(/^DeliveryRefused: a record of \d+ bytes/) as string },
    ]);
  });
});
