import { randomUUID } from 'node:crypto';
import kafkajs, { type EachBatchPayload } from 'kafkajs';

import { PATIENCE_MS } from './patience.js';

export interface KafkaRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/**
 * Everything that is in a topic now, in order of each partition: read past the product, as a stranger does.
 * @throws Error when the broker does not answer in time
 */
export async function kafkaRecords(brokers: readonly string[], topic: string): Promise<KafkaRecord[]> {
  const client = new kafkajs.Kafka({
    ...{ brokers: [...brokers], clientId: 'a stranger', logLevel: kafkajs.logLevel.NOTHING },
    retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 500 },
  });
  const ends = await endsOf(client, topic);
  const records: KafkaRecord[] = [];
  if (ends.size === 0) return records;
  const consumer = client.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      // A member of a group may be left waiting for its share when the broker dies; whoever asks asks again.
      const timer = setTimeout(() => reject(new Error(`${topic} was not read to its end`)), PATIENCE_MS);
      const eachBatch = ({ batch }: EachBatchPayload) => {
        records.push(...recordsOf(batch));
        if (Number(batch.lastOffset()) >= (ends.get(batch.partition) ?? 0) - 1) ends.delete(batch.partition);
        if (ends.size > 0) return Promise.resolve();
        clearTimeout(timer);
        resolve();
        return Promise.resolve();
      };
      void consumer.run({ autoCommit: false, eachBatch });
    });
  } finally {
    await consumer.disconnect();
  }
  return records;
}

/** Of the partitions that are not empty, the offset after their last record. */
async function endsOf(client: kafkajs.Kafka, topic: string): Promise<Map<number, number>> {
  const admin = client.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return new Map(
    offsets
      .filter(({ low, high }) => Number(high) > Number(low))
      .map(({ partition, high }) => [partition, Number(high)]),
  );
}

const recordsOf = ({ partition, messages }: EachBatchPayload['batch']): KafkaRecord[] =>
  messages.map(({ key, value, headers = {}, offset, timestamp }) => ({
    ...{ partition, offset: Number(offset), timestamp: Number(timestamp) },
    ...{ key: key?.toString() ?? '', value: value?.toString() ?? '' },
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
  }));
