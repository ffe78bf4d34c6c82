import { formatOffset, noticesLane, roomLane, type TalkEvent } from '@noroshi/domain';
import { ensureTopics } from '@noroshi/kafka';
import { eventually, whyNoKafka } from '@noroshi/testing';
import kafkajs from 'kafkajs';
import { ambiguousIds, runRelay, saidIn } from './testing/running-relay.js';

const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => String(n + from));
const quiet = { warn: () => undefined, info: () => undefined, debug: () => undefined };

(whyNoKafka() === undefined ? describe : describe.skip)('the relay', () => {
  let relay: Awaited<ReturnType<typeof runRelay>>;
  const LIMIT = 20_000;
  const alter = async (limit: number) => {
    const admin = new kafkajs.Kafka({ brokers: [...relay.broker.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const configEntries = [{ name: 'max.message.bytes', value: String(limit) }];
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    await admin.alterConfigs({ validateOnly: false, resources: [{ type, name: 'noroshi.events.v1', configEntries }] });
    await admin.disconnect();
  };
  const count = async (roomId: string, said: readonly string[]): Promise<void> => {
    for (const content of said) await relay.say(roomId, content);
  };

  beforeAll(async () => {
    relay = await runRelay();
    // As somebody may have made it before: with other partitions, and a limit.
    const topic = { name: 'noroshi.events.v1', partitions: 4, replicas: 1 };
    const options = { brokers: relay.broker.brokers, clientId: 'a test', log: quiet };
    await ensureTopics(options, [{ ...topic, config: { 'max.message.bytes': String(LIMIT) } }]);
  });
  afterAll(() => relay.stop());

  it('tells everything of rooms, users and gateways, from the beginning of the log, as CloudEvents', async () => {
    const position = await relay.say('lobby', 'before it ran');
    await relay.startRelay();
    await relay.ofUser(noticesLane('bob'), { type: 'NotificationsCleared', unreadCount: 0 } as never);
    await relay.ofGateway('gateway-1', { type: 'GatewayStarted', run: { gateway: 'gateway-1', epoch: 7 }, change: 1 });
    await relay.happens('lobby', { type: 'MemberLeft', userId: 'ann' });
    const records = await relay.isTold((all) => all.length >= 4, 'all is told');
    expect(records.map(({ key, headers }) => [key, headers['ce_type']]).sort()).toEqual([
      ['bob', 'noroshi.user.NotificationsCleared.v1'],
      ['gateway-1', 'noroshi.session.GatewayStarted.v1'],
      ['lobby', 'noroshi.room.MemberLeft.v1'],
      ['lobby', 'noroshi.room.MessagePosted.v1'],
    ]);
    const said = records.find(({ value }) => value.includes('before it ran'));
    const id = `room_${formatOffset(relay.rooms.epoch, position)}`;
    expect(said?.headers).toMatchObject({ ce_id: id, ce_specversion: '1.0', ce_subject: 'room/lobby/talk' });
    expect(Date.parse(said?.headers['ce_time'] ?? '')).toBe(said?.timestamp);
    expect(JSON.parse(said?.value ?? '')).toEqual((await relay.rooms.readAt(position))?.event);
  });

  it('goes on where it was; what a crash makes it tell again has the same ids and contents', async () => {
    await count('again', numbers(20));
    await relay.isTold((all) => saidIn(all, 'again').length === 20, 'the first are told');
    await relay.stopRelay();
    const before = (await relay.told()).length;
    await count('again', numbers(5, 20));
    await relay.startRelay();
    await relay.isTold((all) => saidIn(all, 'again').length === 25, 'the rest is told');
    await relay.stopRelay();
    expect(await relay.told()).toHaveLength(before + 5);
    // As if it had died before it could save how far it had come.
    await relay.checkpoints.reset(`relay-room-${relay.rooms.epoch}`);
    await relay.startRelay();
    const records = await relay.isTold((all) => all.length > before + 25, 'it tells the log of the rooms again');
    expect(saidIn(records, 'again')).toEqual(numbers(25));
    expect(ambiguousIds(records)).toEqual([]);
  });

  it('tells all of it in order, though the broker is killed in the middle and comes back', async () => {
    const rooms = ['one', 'two', 'three'];
    const talking = (async () => {
      for (const content of numbers(300)) await Promise.all(rooms.map((roomId) => relay.say(roomId, content)));
    })();
    await relay.isTold((all) => saidIn(all, 'one').length > 20, 'it is under way');
    await relay.broker.kill();
    await talking;
    await relay.broker.restart();
    const records = await relay.isTold(
      (all) => rooms.every((roomId) => saidIn(all, roomId).length === 300),
      'all is told',
    );
    for (const roomId of rooms) expect(saidIn(records, roomId)).toEqual(numbers(300));
    expect(ambiguousIds(records)).toEqual([]);
  });

  it('starts while Kafka is away, and catches up', async () => {
    await relay.stopRelay();
    await relay.broker.kill();
    await relay.startRelay();
    await count('patient', numbers(30));
    await relay.broker.restart();
    const records = await relay.isTold((all) => saidIn(all, 'patient').length === 30, 'it has caught up');
    expect(saidIn(records, 'patient')).toEqual(numbers(30));
  });

  it('puts what it can not tell to the dead letters, tells of that, and goes on', async () => {
    const talk = roomLane('sick', 'talk');
    const large: TalkEvent = {
      ...{ type: 'MessagePosted', by: { id: 'ann', name: 'Ann', guest: false }, messageType: 'text' },
      content: 'x'.repeat(2 * LIMIT),
    };
    await count('sick', ['before']);
    relay.nats.connection.publish('room.sick.talk', 'no event');
    await relay.nats.connection.flush();
    await relay.stores(talk, { type: 'MessageTranslated' });
    await relay.stores(talk, large);
    await count('sick', ['after']);
    const records = await relay.isTold((all) => saidIn(all, 'sick').length === 2, 'the others are told');
    expect(saidIn(records, 'sick')).toEqual(['before', 'after']);
    const letters = async () => (await relay.deadLetters.list({ consumer: 'relay-room', limit: 9 })).items;
    const reasons = [
      expect.stringContaining('not JSON'),
      expect.stringContaining('no MessageTranslated'),
      expect.stringContaining('larger than the topic takes'),
    ] as string[];
    expect((await letters()).map(({ reason }) => reason)).toEqual(reasons);
    const dead = await relay.dead();
    expect(dead.map(({ headers }) => headers['noroshi-reason'])).toEqual(reasons);
    expect(dead.map(({ key, headers }) => [key, headers['ce_type'], headers['noroshi-consumer']])[0]).toEqual([
      ...['sick', 'noroshi.dead.v1', 'relay-room'],
    ]);

    const [, unknown, tooLarge] = await letters();
    expect(await relay.replay('relay-room', unknown?.id ?? '')).toMatchObject({ kind: 'failed' });
    await alter(1_000_000);
    await eventually(async () => (await relay.replay('relay-room', tooLarge?.id ?? '')).kind === 'replayed', {
      ...{ reason: 'it is told once the topic takes it' },
    });
    expect(saidIn(await relay.told(), 'sick')).toEqual(['before', 'after', large.content]);
    expect((await letters()).map(({ tries }) => tries)).toEqual([1, 4]);
    expect(await relay.replay('relay-room', tooLarge?.id ?? '')).toEqual({ kind: 'unknown' });
  });
});
