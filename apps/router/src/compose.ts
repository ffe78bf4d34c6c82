import { channels, type ProcessReport, type RoomEvent, type SessionEvent } from '@noroshi/domain';
import {
  BackOff,
  readModelAddress,
  type CheckpointStore,
  type CommandBus,
  type DeadLetters,
  type Event,
} from '@noroshi/event-sourcing';
import { createTopicWriter } from '@noroshi/kafka';
import {
  createBroadcast,
  createCheckpointStore,
  createCommandBus,
  createEventSource,
  createEventStore,
  createForeignPublisher,
  endOfLog,
  openLogs,
  watchLogs,
  type EventLog,
  type EventLogs,
  type Nats,
} from '@noroshi/nats';
import { Heartbeat, Operations, processName, type Consumers, type Service } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';
import type { RouterConfig } from './config.js';
import { connectionDeliveries, connectionEventTypes } from './deliveries/connection-deliveries.js';
import type { Translation } from './deliveries/delivery.js';
import { roomDeliveries } from './deliveries/room-deliveries.js';
import { Pipeline } from './pipeline.js';
import { admits } from './routes/admits.js';
import type { RouteTarget, Rule } from './routes/routes.js';
import { KafkaTopic } from './targets/kafka-topic.js';
import { NatsSubject } from './targets/nats-subject.js';
import type { Target } from './targets/target.js';
import { Webhook } from './targets/webhook.js';

export interface RouterOptions extends Omit<RouterConfig, 'opsPort'> {
  readonly logger: Logger;
  readonly operations?: Operations;
}

const NAME = 'router';

/** The whole service, with every pipeline under way. Waits for NATS. One instance: a second one would tell everything once more. */
export async function composeRouter(options: RouterOptions): Promise<Service> {
  const { natsUrl, logger, routes, logReplicas, logMaxBytes, operations = new Operations(options) } = options;
  const { consumers, metrics, tracing } = operations;
  const { nats, logs, deadLetters } = await openLogs({
    ...{ url: natsUrl, name: NAME, log: logger, metrics, tracing },
    ...{ logReplicas, logMaxBytes },
  });
  const watch = watchLogs(nats, { logs, log: logger });
  const bus = createCommandBus(nats, { log: logger });
  const checkpoints = createCheckpointStore(nats, logs.checkpoints);
  const parts = { nats, logs, bus, deadLetters, checkpoints, consumers, logger };
  const pipelines = (await Promise.all(routes.targets.map((target) => startPipelines(target, parts)))).flat();
  const broadcast = createBroadcast(nats);
  const tell = (vitals: ProcessReport) => broadcast.publish(channels.reports, vitals);
  const heartbeat = new Heartbeat({ role: NAME, name: processName(NAME), tell });
  operations.worksWith(nats);
  logger.info('router is ready', { targets: routes.targets.map(({ name }) => name) });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      await Promise.all(pipelines.map((pipeline) => pipeline.stop()));
      heartbeat.end();
      await nats.drain();
    },
  };
}

interface Parts {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly bus: CommandBus;
  readonly deadLetters: DeadLetters;
  readonly checkpoints: CheckpointStore;
  readonly consumers: Consumers;
  readonly logger: Logger;
}

interface Running {
  stop(): Promise<void>;
}

/** One for each log that a rule of the target is about: each has its own order, and its own checkpoint. */
function startPipelines(route: RouteTarget, parts: Parts): Promise<readonly Running[]> {
  const { nats, logs } = parts;
  const sessions = createEventStore<SessionEvent>(nats, logs.sessions);
  const starting = [
    ...(route.rules.some(isAboutRooms)
      ? [startPipeline<RoomEvent>(route, { ...parts, log: logs.rooms, translation: roomDeliveries(logs.rooms.epoch) })]
      : []),
    ...(route.rules.some(isAboutConnections)
      ? [
          startPipeline<SessionEvent>(route, {
            ...parts,
            log: logs.sessions,
            translation: connectionDeliveries(sessions),
          }),
        ]
      : []),
  ];
  return Promise.all(starting);
}

const isOfConnections = (type: string): boolean => connectionEventTypes.some((known) => known === type);
const isAboutConnections = ({ events, rooms }: Rule): boolean => !rooms && (!events || events.some(isOfConnections));
const isAboutRooms = ({ events }: Rule): boolean => !events?.every(isOfConnections);

interface Flow<E extends Event> extends Parts {
  readonly log: EventLog;
  readonly translation: Translation<E>;
}

async function startPipeline<E extends Event>(route: RouteTarget, flow: Flow<E>): Promise<Running> {
  const { nats, log, bus, translation, consumers, logger } = flow;
  const name = `route-${route.name}-${translation.category}`;
  const { maxTries, retryMs, rules } = route;
  const pauses = new BackOff({ firstMs: retryMs, lastMs: retryMs * LONGEST_RETRY, jitter: JITTER });
  const pipeline = await Pipeline.start<E>({
    ...{ ...flow, name, maxTries, pauses },
    source: createEventSource<E>(nats, log),
    store: createEventStore<E>(nats, log),
    admits: (delivery) => admits(rules, delivery),
    target: targetOf(route, { nats, pauses, logger }),
    origin: route.from === 'beginning' ? () => Promise.resolve(0) : () => endOfLog(nats, log),
    news: consumers.watch(name),
  });
  const replaying = bus.serve(readModelAddress(name, 'replay'), (payload) =>
    pipeline.replay(String((payload as { id?: unknown } | undefined)?.id)),
  );
  return {
    stop: () => {
      replaying.close();
      return pipeline.stop();
    },
  };
}

const LONGEST_RETRY = 30;
const JITTER = 0.5;

interface TargetParts {
  readonly nats: Nats;
  readonly pauses: BackOff;
  readonly logger: Logger;
}

function targetOf(route: RouteTarget, { nats, pauses, logger }: TargetParts): Target {
  switch (route.type) {
    case 'webhook':
      return new Webhook(route, pauses);
    case 'nats':
      return new NatsSubject(createForeignPublisher(nats), route);
    case 'kafka':
      return new KafkaTopic(createTopicWriter({ ...route.kafka, topic: route.topic, clientId: NAME, log: logger }));
  }
}
