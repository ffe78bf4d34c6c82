import { freePort, eventually, kafkaRecords, startKafkaBroker, whyNoKafka, type KafkaBroker } from '@noroshi/testing';
import type { Client } from './client.js';
import { cutProxy, type CutProxy } from './cut-proxy.js';
import { EventLog } from './event-log.js';
import { noroshi } from './noroshi.js';
import { publishToNats } from './nats-publish.js';
import { setScene } from './scene.js';

const TOPIC = 'noroshi.events.v1';
const PATIENCE_MS = 45_000;

const isSkipped = whyNoKafka() !== undefined;
/** Known before the broker runs, which tells it to its clients. */
const port = await freePort();
const network: CutProxy = await cutProxy(port);
const brokers = [`127.0.0.1:${network.port}`];
let broker: KafkaBroker | undefined;

if (!isSkipped)
  beforeAll(async () => {
    broker = await startKafkaBroker({ port, advertisedPort: network.port });
  });
afterAll(async () => {
  await broker?.stop();
  await network.close();
});

(isSkipped ? describe.skip : describe)('the topic', () => {
  const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0', KAFKA_BROKERS: brokers.join() } });
  let log: EventLog | undefined;
  beforeAll(async () => {
    log = await EventLog.of(scene.stack);
  });
  afterAll(() => log?.close());

  const sayAll = async (client: Client, roomId: string, contents: readonly string[]): Promise<void> => {
    for (const content of contents) await client.say(roomId, content);
  };
  const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => String(n + from));

  /** What the topic holds of a room, each once, as the log has it; repetitions have to be the same. */
  const toldOf = async (roomId: string): Promise<unknown[]> => {
    const told = new Map<string, string>();
    for (const { key, value, headers } of await kafkaRecords(brokers, TOPIC)) {
      const id = headers['ce_id'] ?? '';
      if (key !== roomId) continue;
      if ((told.get(id) ?? value) !== value) throw new Error(`${id} is told with two contents`);
      told.set(id, value);
    }
    return [...told.values()].map((value) => JSON.parse(value) as unknown);
  };
  const loggedOf = async (roomId: string): Promise<unknown[]> =>
    ((await log?.eventsOf(roomId)) ?? []).map(({ position: _, lane: __, at: ___, ...event }) => event);
  const holdsAll = async (roomId: string, messages: number): Promise<void> => {
    const logged = await loggedOf(roomId);
    const told = await eventually(
      async () => {
        const found = await toldOf(roomId);
        return found.length >= logged.length && found;
      },
      { reason: 'the topic has what the log has', timeoutMs: PATIENCE_MS },
    );
    expect(told).toEqual(logged);
    expect(JSON.stringify(told).split('"MessagePosted"')).toHaveLength(messages + 1);
  };

  it('has everything that the log has, though Kafka could not be reached for a while; people noticed nothing', async () => {
    const roomId = scene.newRoom();
    const [ann, bob] = [await scene.connect('ann'), await scene.connect('bob')];
    for (const each of [ann, bob]) await each.join(roomId);
    await sayAll(ann, roomId, numbers(20));
    await holdsAll(roomId, 20);
    network.shut();
    network.cut();
    await sayAll(ann, roomId, numbers(50, 20));
    await bob.next({ type: 'message', content: '69' });
    expect(bob.of('message').map(({ content }) => content)).toEqual(numbers(70));
    expect((await fetch(`${scene.stack.url}/readyz`)).status).toBe(200);
    network.open();
    await sayAll(ann, roomId, numbers(10, 70));
    await holdsAll(roomId, 80);
  });

  it('has everything, though the relay and the broker are killed in the middle', async () => {
    const roomId = scene.newRoom();
    const [ann, bob] = [await scene.connect('ann'), await scene.connect('bob')];
    for (const each of [ann, bob]) await each.join(roomId);
    const talking = sayAll(ann, roomId, numbers(200));
    await bob.next({ type: 'message', roomId, content: '50' });
    const former = scene.stack.kill('analytics-relay');
    await broker?.kill();
    await talking;
    await scene.stack.isBack('analytics-relay', former);
    await broker?.restart();
    await holdsAll(roomId, 200);
  });

  it('is told the rest when a message is no event; an operator finds that one among the dead letters', async () => {
    const roomId = scene.newRoom();
    const ann = await scene.connect('ann');
    await ann.join(roomId);
    await ann.say(roomId, 'before');
    await publishToNats(
      Number(new URL(scene.stack.natsUrl).port),
      `room.${roomId}.talk`,
      '{"type":"MessageTranslated"}',
    );
    await ann.say(roomId, 'after');
    await eventually(async () => (await toldOf(roomId)).some((event) => JSON.stringify(event).includes('"after"')), {
      ...{ reason: 'the rest is told', timeoutMs: PATIENCE_MS },
    });
    const { out } = await noroshi(scene.stack, ['deadletters', 'list', '--consumer', 'relay-room']);
    expect(out).toContain('no MessageTranslated');
    const [dead] = await kafkaRecords(brokers, 'noroshi.dead.v1');
    expect(dead).toMatchObject({ key: roomId, headers: { 'noroshi-consumer': 'relay-room' } });
    const replayed = await noroshi(scene.stack, ['deadletters', 'replay', '--all', '--consumer', 'relay-room']);
    expect(replayed).toMatchObject({ code: 1, out: expect.stringContaining('failed: UnknownEvent') as string });
  });
});
