import kafkajs, { type Kafka, type KafkaConfig, type LogEntry, type RetryOptions, type SASLOptions } from 'kafkajs';
import { calmRequestQueues } from './calm-request-queue.js';
import { leanProduceRequests } from './lean-produce-request.js';
import { awaitGroupHooks } from './group-hooks.js';
import type { KafkaAccess, KafkaOptions } from './kafka-options.js';

calmRequestQueues();
awaitGroupHooks();
leanProduceRequests();

/** Short ones: what fails for longer is an outage, and those who wait for its end tell of it. */
export const retry: RetryOptions = {
  retries: 4,
  initialRetryTime: 100,
  maxRetryTime: 1_000,
  factor: 0.2,
  multiplier: 2,
};

const CONNECT_MS = 3_000;
/** A broker that is gone without a word is given up after this. */
const REQUEST_MS = 10_000;

/** A copy, because the library keeps things of its own in it. */
const security = ({ sasl, tls }: KafkaAccess): Pick<KafkaConfig, 'sasl' | 'ssl'> => ({
  ...(sasl ? { sasl: { ...sasl } as SASLOptions } : {}),
  ...(tls ? { ssl: { ...tls } } : {}),
});

export const createClient = ({ clientId, log, ...access }: KafkaOptions): Kafka =>
  new kafkajs.Kafka({
    ...{ brokers: [...access.brokers], clientId, retry, ...security(access) },
    ...{ connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS, logLevel: kafkajs.logLevel.INFO },
    // It complains of each try. Whoever waits says so once, in words of ours.
    logCreator:
      () =>
      ({ namespace, log: { message, timestamp: _, logger: __, ...fields } }: LogEntry) =>
        log.debug(`kafkajs ${namespace}: ${message}`, fields),
  });

/** The partition of a key as the Java clients choose it. */
export const { DefaultPartitioner: partitioner } = kafkajs.Partitioners;
export { kafkajs };
