import { createClient, partitioner } from './client.js';
import { translated } from './kafka-errors.js';
import type { KafkaOptions } from './kafka-options.js';

/** How many there are. @throws KafkaUnavailable, also when there is no such topic */
export async function partitionsOf(options: KafkaOptions, topic: string): Promise<number> {
  const admin = createClient(options).admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length ?? 0;
  } catch (cause) {
    throw translated(cause, `could not ask for the partitions of ${topic}`);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

const choose = partitioner();

/** In which of so many partitions a writer of ours puts the records of a key, and every writer that chooses as the Java clients do. */
export function partitionOfKey(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    ...{ partitionErrorCode: 0, partitionId, leader: 0 },
    ...{ replicas: [], isr: [] },
  }));
  return choose({ topic: '', partitionMetadata, message: { key, value: null } });
}
