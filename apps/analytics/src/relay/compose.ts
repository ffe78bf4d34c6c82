import { setTimeout as delay } from 'node:timers/promises';
import { channels, toldLogs, topicNames, type ProcessReport, type ToldLog } from '@noroshi/domain';
import {
  BackOff,
  Outage,
  readModelAddress,
  untilReachable,
  type DeadLetters,
  type Event,
} from '@noroshi/event-sourcing';
import { createTopicWriter, ensureTopics, type KafkaOptions, type TopicWish, type TopicWriter } from '@noroshi/kafka';
import {
  createBroadcast,
  createCheckpointStore,
  createCommandBus,
  createEventSource,
  createEventStore,
  openLogs,
  watchLogs,
  type EventLog,
  type EventLogs,
  type Nats,
} from '@noroshi/nats';
import { Heartbeat, Operations, processName, type Consumers, type Service } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';
import { KafkaState } from '../kafka-state.js';
import type { RelayConfig } from './config.js';
import { RelayedLog } from './relayed-log.js';
import { toldDeadLetters } from './told-dead-letters.js';

export interface RelayOptions extends Omit<RelayConfig, 'opsPort'> {
  readonly logger: Logger;
  readonly operations?: Operations;
}

const NAME = 'analytics-relay';

/**
 * What copies the logs to the topic. Waits for NATS, and not for Kafka: it is not ready while that is away. One instance: a second one would write everything once more, with the same ids.
 */
export async function composeRelay(options: RelayOptions): Promise<Service> {
  const { natsUrl, logger, logReplicas, logMaxBytes, operations = new Operations(options) } = options;
  const { consumers, metrics, tracing } = operations;
  const {
    nats,
    logs,
    deadLetters: kept,
  } = await openLogs({
    ...{ url: natsUrl, name: NAME, log: logger, metrics, tracing },
    ...{ logReplicas, logMaxBytes },
  });
  const watch = watchLogs(nats, { logs, log: logger });
  const state = new KafkaState();
  const relaying = relayAll(options, { nats, logs, kept, consumers, state });
  const broadcast = createBroadcast(nats);
  const tell = (vitals: ProcessReport) => broadcast.publish(channels.reports, vitals);
  const heartbeat = new Heartbeat({ role: NAME, name: processName(NAME), tell });
  operations.worksWith(nats, () => state.states);
  logger.info('analytics-relay is ready', { brokers: options.kafka.brokers });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      await relaying.stop();
      heartbeat.end();
      await nats.drain();
    },
  };
}

interface Parts {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly kept: DeadLetters;
  readonly consumers: Consumers;
  readonly state: KafkaState;
}

const HOUR_MS = 3_600_000;
/** What is being written when everything stops has this long to be acknowledged. */
const LAST_WRITE_MS = 3_000;

const topicsOf = ({ topicPartitions, topicReplicas, topicRetention }: RelayOptions): readonly TopicWish[] => {
  const config = { 'cleanup.policy': 'delete', 'retention.ms': String(topicRetention * HOUR_MS) };
  return [
    { name: topicNames.events, partitions: topicPartitions, replicas: topicReplicas, config },
    { name: topicNames.dead, partitions: 1, replicas: topicReplicas, config },
  ];
};

/** Begins in the background once Kafka answers. */
function relayAll(options: RelayOptions, parts: Parts): { stop(): Promise<void> } {
  const { logger } = options;
  const { state } = parts;
  const kafka: KafkaOptions = { ...options.kafka, clientId: NAME, log: logger };
  const writers = {
    events: state.watched(createTopicWriter({ ...kafka, topic: topicNames.events })),
    dead: state.watched(createTopicWriter({ ...kafka, topic: topicNames.dead })),
  };
  const pauses = new BackOff();
  const begin = async () => {
    const onWaiting = (cause: unknown) => logger.warn('waiting for Kafka', { cause });
    const ensure = () => state.watch(() => ensureTopics(kafka, topicsOf(options)));
    await untilReachable(ensure, { pauses, onWaiting });
    if (pauses.isEnded) return [];
    const names = Object.keys(toldLogs) as (keyof typeof toldLogs)[];
    return Promise.all(
      names.map((name) => relay(toldLogs[name], { ...parts, log: parts.logs[name], writers, pauses, logger })),
    );
  };
  const begun = begin().catch((cause: unknown) => {
    if (!(cause instanceof Outage && pauses.isEnded)) throw cause;
    return [];
  });
  const close = () => Promise.all([writers.events.close(), writers.dead.close()]);
  return {
    stop: async () => {
      pauses.end();
      const impatience = setTimeout(() => void close(), LAST_WRITE_MS);
      // A broker that takes connections and says nothing is not waited for: nothing has been begun then.
      const running = await Promise.race([begun, delay(LAST_WRITE_MS, [], { ref: false })]);
      await Promise.all(running.map((each) => each.stop()));
      clearTimeout(impatience);
      await close();
    },
  };
}

interface Flow extends Parts {
  readonly log: EventLog;
  readonly writers: { readonly events: TopicWriter; readonly dead: TopicWriter };
  readonly pauses: BackOff;
  readonly logger: Logger;
}

async function relay(told: ToldLog, flow: Flow): Promise<{ stop(): Promise<void> }> {
  const { nats, log, logs, kept, consumers, writers, pauses, logger } = flow;
  const name = `relay-${told.category}`;
  const relayed = await RelayedLog.start({
    ...{ name, told, pauses, writer: writers.events },
    source: createEventSource<Event>(nats, log),
    store: createEventStore<Event>(nats, log),
    checkpoints: createCheckpointStore(nats, logs.checkpoints),
    deadLetters: toldDeadLetters(kept, writers.dead),
    news: consumers.watch(name),
  });
  const serving = createCommandBus(nats, { log: logger }).serve(readModelAddress(name, 'replay'), (payload) =>
    relayed.replay(String((payload as { id?: unknown } | undefined)?.id)),
  );
  return {
    stop: () => {
      serving.close();
      return relayed.stop();
    },
  };
}
