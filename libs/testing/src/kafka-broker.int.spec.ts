import { once } from 'node:events';
import { createConnection } from 'node:net';
import { startKafkaBroker, whyNoKafka, type KafkaBroker } from './kafka-broker.js';
import { kafkaPrograms } from './kafka-classpath.js';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

(whyNoKafka() === undefined ? describe : describe.skip)('a Kafka for tests', () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafkaBroker();
  });
  afterAll(() => broker.stop());

  it('keeps its port over a crash and a restart, and is gone when it was stopped', async () => {
    const first = broker.pid;
    expect(broker.brokers).toEqual([`127.0.0.1:${broker.port}`]);
    await broker.kill();
    expect(isAlive(first)).toBe(false);
    await broker.restart();
    expect(broker.pid).not.toBe(first);
    const socket = createConnection({ host: '127.0.0.1', port: broker.port });
    await once(socket, 'connect');
    socket.destroy();
    await broker.stop();
    expect(isAlive(broker.pid)).toBe(false);
    await broker.stop();
  });
});

describe('the programs of Kafka', () => {
  it('are missed with a reason that says where they were looked for', () => {
    expect(kafkaPrograms({ KAFKA_CLASSPATH: '/nowhere' })).toEqual({
      problem: 'there are no jars of Kafka in /nowhere',
    });
    expect(kafkaPrograms({ KAFKA_CLASSPATH: '/nowhere', KAFKA_TESTS_SKIPPED: 'Maven is away' })).toEqual({
      problem: 'Maven is away',
    });
  });
});
