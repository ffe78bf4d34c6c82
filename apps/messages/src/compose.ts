import {
  channels,
  InMemoryMessageHistory,
  roomCategory,
  type ProcessReport,
  type RoomEvent,
  type TalkEvent,
  type UserEvent,
} from '@noroshi/domain';
import { ReadModelKeeper, serveReadModel, untilReachable, type Broadcast } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createCommandBus,
  createDeadLetters,
  createEventSource,
  createEventStore,
  ensureStreams,
  nestNatsOptions,
  watchLogs,
} from '@noroshi/nats';
import { Heartbeat, Operations, processName, type Service } from '@noroshi/service-host';
import { serveNest } from '@noroshi/service-host/nest';
import type { Logger } from '@noroshi/telemetry';
import type { MessagesConfig } from './config.js';
import { composeNotifications } from './compose-notifications.js';
import { messageReadModel } from './message-read-model.js';
import { MessagesModule } from './messages.module.js';
import { MessagesService } from './messages-service.js';
import { UserReadCursors } from './read-cursors.js';

export interface MessagesOptions extends Omit<MessagesConfig, 'opsPort'> {
  readonly logger: Logger;
  readonly operations?: Operations;
}

const NAME = 'messages';

/** The whole service, ready: the history has caught up with the log, and requests are answered. Waits for NATS. */
export async function composeMessages(options: MessagesOptions): Promise<Service> {
  const { natsUrl, logReplicas, logMaxBytes, logger, operations = new Operations(options) } = options;
  const { consumers, metrics, tracing } = operations;
  const nats = await connectNats({ url: natsUrl, name: NAME, log: logger, metrics, tracing });
  const onWaiting = (cause: unknown) => logger.warn('waiting for the event log', { cause });
  const streams = { replicas: logReplicas, maxBytes: logMaxBytes };
  const logs = await untilReachable(() => ensureStreams(nats, streams), { onWaiting });
  const deadLetters = await untilReachable(() => createDeadLetters(nats, streams), { onWaiting });
  const watch = watchLogs(nats, { logs, log: logger });
  const bus = createCommandBus(nats, { log: logger });
  const broadcast = createBroadcast(nats);
  const history = new InMemoryMessageHistory();
  const rooms = createEventStore<RoomEvent>(nats, logs.rooms);
  const model = messageReadModel(history, rooms);
  const keeper = await ReadModelKeeper.start<TalkEvent>({
    ...{ model, deadLetters, store: rooms, category: roomCategory, lanes: ['talk'] },
    source: createEventSource<TalkEvent>(nats, logs.rooms),
    news: consumers.watch(model.name),
  });
  const operating = serveReadModel(bus, keeper);
  const service = new MessagesService({
    history,
    historyReaches: (position) => keeper.progress.reaches(position),
    historyPosition: () => keeper.progress.position,
    ...{ rooms, broadcast, logger },
    cursors: new UserReadCursors(createEventStore<UserEvent>(nats, logs.users)),
  });
  const notifications = await composeNotifications({ nats, logs, bus, deadLetters, consumers, logger });
  const serving = await serveNest({
    module: MessagesModule.of(service, notifications.service),
    connection: nats.connection,
    transport: nestNatsOptions({ url: natsUrl, name: NAME, service: NAME }),
    ...{ operations, logger },
  });
  const heartbeat = tellReports(broadcast);
  operations.worksWith(nats);
  logger.info('messages is ready', { epoch: logs.rooms.epoch });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      await serving.stop();
      await notifications.stop();
      operating.close();
      await keeper.stop();
      heartbeat.end();
      await nats.drain();
    },
  };
}

function tellReports(broadcast: Broadcast): Heartbeat {
  const tell = (vitals: ProcessReport) => broadcast.publish(channels.reports, vitals);
  return new Heartbeat({ role: NAME, name: processName(NAME), tell });
}
