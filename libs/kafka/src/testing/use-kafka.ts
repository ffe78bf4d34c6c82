import { startKafkaBroker, tcpProxy, type KafkaBroker, type TcpProxy, freePort } from '@noroshi/testing';
import { ensureTopics, type TopicWish } from '../ensure-topics.js';
import type { KafkaOptions } from '../kafka-options.js';

export interface KafkaUnderTest {
  readonly broker: KafkaBroker;
  /** Between all clients and the broker. */
  readonly network: TcpProxy;
  readonly options: KafkaOptions;
  /** What was told as a warning. */
  readonly warnings: string[];
  /** A topic that no other test knows. */
  newTopic(more?: Partial<TopicWish>): Promise<string>;
}

/** A broker for the tests of one file, behind a network that can fail. */
export function useKafka(): () => KafkaUnderTest {
  let made: KafkaUnderTest | undefined;
  let topics = 0;
  beforeAll(async () => {
    const port = await freePort();
    const network = await tcpProxy(port);
    const broker = await startKafkaBroker({ port, advertisedPort: network.port });
    const warnings: string[] = [];
    const log = { warn: (text: string) => void warnings.push(text), info: () => undefined, debug: () => undefined };
    const options = { brokers: broker.brokers, clientId: 'a test', log };
    made = {
      ...{ broker, network, options, warnings },
      newTopic: async (more = {}) => {
        const name = `topic-${++topics}`;
        await ensureTopics(options, [{ name, partitions: 3, replicas: 1, ...more }]);
        return name;
      },
    };
  });
  afterAll(async () => {
    await made?.network.close();
    await made?.broker.stop();
  });
  return () => {
    if (!made) throw new Error('the broker is used before the tests began');
    return made;
  };
}
