import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import { eventOf, type TopicEvent } from './topic-event.js';

export interface Reading {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Ends with what is there now. */
  readonly untilCaughtUp: boolean;
  readonly stopped: AbortSignal;
  readonly onEvent: (partition: number, event: TopicEvent | undefined) => void;
}

/**
 * Reads the topic from its beginning, each time: the counts are in memory, so there is no place to go on from.
 *
 * A consumer that keeps what it makes of the events has a fixed group, and commits an offset when it has kept what is
 * before it.
 */
export async function readTopic(reading: Reading): Promise<void> {
  const { brokers, topic, untilCaughtUp } = reading;
  const kafka = new Kafka({ clientId: 'analytics-consumer', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const ahead = await endsOf(kafka, topic);
  if (untilCaughtUp && ahead.size === 0) return;
  const groupId = `analytics-consumer-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consume(consumer, reading, ahead);
  } finally {
    await consumer.disconnect();
  }
}

/** Where each partition ends now; without those that are empty. */
async function endsOf(kafka: Kafka, topic: string): Promise<Map<number, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    // Asked first, because asking for the offsets of a topic makes it on brokers that let it.
    if (!(await admin.listTopics()).includes(topic)) throw new Error(`There is no topic ${topic}.`);
    const offsets = await admin.fetchTopicOffsets(topic);
    const filled = offsets.filter(({ low, high }) => low !== high);
    return new Map(filled.map(({ partition, high }) => [partition, BigInt(high)]));
  } finally {
    await admin.disconnect();
  }
}

function consume(consumer: Consumer, reading: Reading, ahead: Map<number, bigint>): Promise<void> {
  const { untilCaughtUp, stopped, onEvent } = reading;
  return new Promise((resolve, reject) => {
    stopped.addEventListener('abort', () => resolve(), { once: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    });
    const running = consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        for (const message of batch.messages) onEvent(batch.partition, eventOf(message));
        const end = ahead.get(batch.partition);
        if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) ahead.delete(batch.partition);
        if (untilCaughtUp && ahead.size === 0) resolve();
        return Promise.resolve();
      },
    });
    running.catch(reject);
  });
}
