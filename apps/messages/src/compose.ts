import {
  InMemoryMessageHistory,
  roomCategory,
  type MessageHistory,
  type RoomEvent,
  type TalkEvent,
  type UserEvent,
} from '@noroshi/domain';
import { Progress, startProjection } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createEventSource,
  createEventStore,
  ensureStreams,
  nestNatsOptions,
  watchLogs,
  type EventLog,
  type Nats,
} from '@noroshi/nats';
import type { Service } from '@noroshi/service-host';
import { serveNest } from '@noroshi/service-host/nest';
import type { Logger } from '@noroshi/telemetry';
import type { MessagesConfig } from './config.js';
import { MessagesModule } from './messages.module.js';
import { MessagesService } from './messages-service.js';
import { UserReadCursors } from './read-cursors.js';

export interface MessagesOptions extends MessagesConfig {
  readonly logger: Logger;
}

const NAME = 'messages';

/** The whole service, ready: the history has caught up with the log, and requests are answered. Waits for NATS. */
export async function composeMessages({ natsUrl, logReplicas, logger }: MessagesOptions): Promise<Service> {
  const nats = await connectNats({ url: natsUrl, name: NAME, log: logger });
  const logs = await ensureStreams(nats, { replicas: logReplicas });
  const watch = watchLogs(nats, { logs, log: logger });
  const history = new InMemoryMessageHistory();
  const progress = new Progress();
  const projecting = await followTalk({ nats, log: logs.rooms, history, progress, logger });
  const service = new MessagesService({
    history,
    historyReaches: (position) => progress.reaches(position),
    rooms: createEventStore<RoomEvent>(nats, logs.rooms),
    cursors: new UserReadCursors(createEventStore<UserEvent>(nats, logs.users)),
    broadcast: createBroadcast(nats),
    logger,
  });
  const serving = await serveNest({
    module: MessagesModule.of(service),
    connection: nats.connection,
    transport: nestNatsOptions({ url: natsUrl, name: NAME, service: NAME }),
    logger,
  });
  logger.info('messages is ready', { epoch: logs.rooms.epoch });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      await serving.stop();
      await projecting.stop();
      await nats.drain();
    },
  };
}

interface TalkFollowing {
  readonly nats: Nats;
  readonly log: EventLog;
  readonly history: MessageHistory;
  readonly progress: Progress;
  readonly logger: Logger;
}

/** Settles when everything that was said is in the history. */
async function followTalk({ nats, log, history, progress, logger }: TalkFollowing) {
  const source = createEventSource<TalkEvent>(nats, log);
  const subscription = await source.subscribe({ category: roomCategory, lanes: ['talk'], after: 0 });
  return startProjection<TalkEvent>({
    subscription,
    projection: { name: 'message-history', apply: (recorded) => history.apply(recorded) },
    checkpoints: progress,
    // The history goes on without it; the dead letter stream of issue 4 will keep the event, to be looked at and replayed.
    onPoison: ({ lane, position }, cause) => logger.error('an event could not be applied', { lane, position, cause }),
  });
}
