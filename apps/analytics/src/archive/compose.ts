import { topicNames } from '@noroshi/domain';
import { BackOff, Outage, untilReachable } from '@noroshi/event-sourcing';
import { readTopic, type ReceivedRecord } from '@noroshi/kafka';
import type { DependencyState, Operations, Service } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';
import { KafkaState } from '../kafka-state.js';
import { beating } from './beating.js';
import type { ArchiveConfig } from './config.js';
import { PartitionArchive, type ArchiveNews } from './partition-archive.js';
import { S3ObjectStore } from './s3-object-store.js';

export interface ArchiveOptions extends Omit<ArchiveConfig, 'opsPort'> {
  readonly logger: Logger;
  readonly operations?: Operations;
}

type States = Record<'archive', DependencyState>;
type Handle = (partition: number, records: readonly ReceivedRecord[]) => Promise<string | undefined>;

const NAME = 'analytics-archive';
const GROUP = 'noroshi-archive';

/** What copies the topic into the archive, hour by hour. Several share the partitions. It is ready whatever is away. */
export function composeArchive(options: ArchiveOptions): Service {
  const { kafka, natsUrl, s3, lateness, logger, operations } = options;
  const store = new S3ObjectStore(s3);
  const pauses = new BackOff();
  const patiently = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    untilReachable(work, { pauses, onWaiting: (cause) => logger.warn(`waiting for ${what}`, { cause }) });
  const topic = topicNames.events;
  const archives = new Map<number, PartitionArchive>();
  const states: States = { archive: 'down' };
  const brokers = new KafkaState();
  operations?.dependsOn(() => Promise.resolve({ ...states, ...brokers.states }));
  const handle = async (partition: number, records: readonly ReceivedRecord[]) => {
    const archive =
      archives.get(partition) ??
      (await PartitionArchive.begin({ topic, partition, store, lateness: lateness * 1_000, news: newsOf(logger) }));
    archives.set(partition, archive);
    return archive.take(records);
  };
  const begin = async () => {
    await patiently('the archive', () => store.begin());
    states.archive = 'up';
    const reading = {
      ...{ ...kafka, clientId: NAME, log: logger, topic, group: GROUP, handle: watched(states, handle) },
      // Whoever has them next reads again what was not stored.
      revoked: (partitions: readonly number[]) => partitions.forEach((partition) => archives.delete(partition)),
    };
    return patiently('Kafka', () => brokers.watch(() => readTopic(reading)));
  };
  const begun = begin().catch((cause: unknown) => {
    if (!(cause instanceof Outage && pauses.isEnded)) throw cause;
    return undefined;
  });
  const life = beating({ natsUrl, role: NAME, logger });
  logger.info('analytics-archive is ready', { bucket: s3.bucket, brokers: kafka.brokers });
  return {
    drain: async () => {
      pauses.end();
      await (await begun)?.close();
      store.close();
      await life.stop();
    },
  };
}

/** The archive is away as long as it takes nothing in. */
const watched =
  (states: States, handle: Handle): Handle =>
  async (partition, records) => {
    try {
      const goOnAt = await handle(partition, records);
      states.archive = 'up';
      return goOnAt;
    } catch (cause) {
      states.archive = 'down';
      throw cause;
    }
  };

const newsOf = (logger: Logger): ArchiveNews => ({
  onStored: (object, records) => logger.info('an hour was archived', { object, records }),
  onSkipped: (partition, offset) => logger.warn('a record is no event and is not archived', { partition, offset }),
});
