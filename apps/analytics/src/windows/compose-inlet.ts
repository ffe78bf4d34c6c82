import { topicNames, type RoomEvent } from '@noroshi/domain';
import { createTopicWriter, ensureTopics, type KafkaOptions, type TopicWish } from '@noroshi/kafka';
import { createCheckpointStore, createEventSource, type EventLogs, type Nats } from '@noroshi/nats';
import type { DependencyStates } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';
import { KafkaState } from '../kafka-state.js';
import type { TopicsConfig } from '../metrics/config.js';
import type { AnalyticsSource } from './analytics-source.js';
import { KafkaSource, type KafkaSourceOptions } from './kafka-source.js';
import { LogSource } from './log-source.js';
import type { RollupSink } from './rollup-outlet.js';
import { RollupTopic } from './rollup-topic.js';

/** Where what happens in rooms comes from, and to whom else than a database it is told what came of it. */
export interface Inlet {
  readonly source: AnalyticsSource;
  readonly sinks: readonly RollupSink[];
  /** Of what it depends on, beside the log's server. */
  states(): DependencyStates;
  close(): Promise<void>;
}

const NAME = 'analytics-metrics';
/** Of the readers of the topic. */
const GROUP = 'noroshi-analytics-metrics';
const HOUR_MS = 3_600_000;

const waiting = (logger: Logger, what: string) => (cause: unknown) => logger.warn(what, { cause });

/** Straight from the log. */
export function composeLogInlet(parts: {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly logger: Logger;
}): Inlet {
  const { nats, logs, logger } = parts;
  const source = new LogSource({
    source: createEventSource<RoomEvent>(nats, logs.rooms),
    epoch: logs.rooms.epoch,
    checkpoints: createCheckpointStore(nats, logs.checkpoints),
    onWaiting: waiting(logger, 'the event log is away: what happens in rooms is counted later'),
  });
  return { source, sinks: [], states: () => ({}), close: () => Promise.resolve() };
}

/** From the topic, shared with the other readers of the group. Waits for nothing: the topic may be away, or not made yet. */
export function composeTopicInlet(parts: { readonly topics: TopicsConfig; readonly logger: Logger }): Inlet {
  const { topics, logger } = parts;
  const kafka: KafkaOptions = { ...topics.kafka, clientId: NAME, log: logger };
  const state = new KafkaState();
  const writer = createTopicWriter({ ...kafka, topic: topicNames.rollups });
  const source = new KafkaSource({
    ...{ kafka, topic: topicNames.events, group: GROUP, state },
    onForeign: tellingSeldom(logger),
    onWaiting: waiting(logger, 'the topic is away: what happens in rooms is counted later'),
  });
  const ensure = () => ensureTopics(kafka, [rollupTopic(topics)]);
  const sinks = [new RollupTopic({ writer, ensure })];
  return { source, sinks, states: () => state.states, close: () => writer.close() };
}

const FOREIGN_EVERY_MS = 60_000;

/** Of many in a row the first one tells enough. */
function tellingSeldom(logger: Logger): KafkaSourceOptions['onForeign'] {
  let [toldAt, untold] = [-Infinity, 0];
  return ({ partition, offset }, reason) => {
    untold += 1;
    if (performance.now() - toldAt < FOREIGN_EVERY_MS) return;
    logger.warn('records of the topic are passed over', { partition, offset, reason, since: untold });
    [toldAt, untold] = [performance.now(), 0];
  };
}

const rollupTopic = ({ partitions, replicas, retention }: TopicsConfig): TopicWish => ({
  ...{ name: topicNames.rollups, partitions, replicas },
  config: { 'cleanup.policy': 'delete', 'retention.ms': String(retention * HOUR_MS) },
});
