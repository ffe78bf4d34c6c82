import type { Admin } from 'kafkajs';
import { createClient, kafkajs } from './client.js';
import { translated } from './kafka-errors.js';
import type { KafkaOptions } from './kafka-options.js';

export interface TopicWish {
  readonly name: string;
  readonly partitions: number;
  /** Copies; 0: one on each broker that there is now, three at most. */
  readonly replicas: number;
  /** As Kafka names them (`retention.ms`). */
  readonly config?: Readonly<Record<string, string>>;
}

const USUAL_REPLICAS = 3;

/**
 * Makes the topics that there are not yet. Any number of services may do so at once. One that is there is used as it is; where
 * it is not as wished, that is told as a warning: with other partitions keys are spread otherwise, and a compacted one loses all
 * but the last record of a key.
 *
 * @throws KafkaUnavailable, also while there are fewer brokers than replicas
 */
export async function ensureTopics(options: KafkaOptions, topics: readonly TopicWish[]): Promise<void> {
  const admin = createClient(options).admin();
  try {
    await admin.connect();
    await make(admin, topics);
    await check(admin, topics, options.log);
  } catch (cause) {
    throw translated(cause, `could not set up the topics ${topics.map(({ name }) => name).join(', ')}`);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function make(admin: Admin, topics: readonly TopicWish[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter(({ name }) => !existing.has(name));
  if (missing.length === 0) return;
  const brokers = (await admin.describeCluster()).brokers.length;
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, partitions, replicas, config }) => {
      const replicationFactor = replicas === 0 ? Math.min(USUAL_REPLICAS, brokers) : replicas;
      const entries = Object.entries({ 'min.insync.replicas': minInSync(replicationFactor), ...config });
      const configEntries = entries.map(([key, value]) => ({ name: key, value }));
      return { topic: name, numPartitions: partitions, replicationFactor, configEntries };
    }),
  });
}

/** One may be lost without anybody having to wait, and what was acknowledged is on two. */
const minInSync = (replicas: number): string => (replicas >= USUAL_REPLICAS ? '2' : '1');

async function check(admin: Admin, wished: readonly TopicWish[], log: KafkaOptions['log']): Promise<void> {
  const names = wished.map(({ name }) => name);
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  for (const { name, partitions: wanted } of wished) {
    const partitions = topics.find((topic) => topic.name === name)?.partitions.length ?? 0;
    if (partitions !== wanted)
      log.warn('a topic has other partitions than the settings say: it is used as it is', {
        topic: name,
        partitions,
        wanted,
      });
  }
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: ['cleanup.policy'],
    })),
  });
  for (const { resourceName: topic, configEntries } of resources)
    if (configEntries.some(({ configValue }) => configValue.includes('compact')))
      log.warn('a topic is compacted: it forgets all but the last record of each key', { topic });
}
