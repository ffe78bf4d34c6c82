import {
  addresses,
  InMemoryNotificationBox,
  noticesLane,
  noticesLaneName,
  roomCategory,
  userCategory,
  type NotificationBox,
  type NotificationEvent,
  type RoomEvent,
  type RoomsRequests,
} from '@noroshi/domain';
import {
  isUndecodable,
  PatientHandling,
  RareCheckpoints,
  ReadModelKeeper,
  runReactor,
  serveReadModel,
  untilReachable,
  type CommandBus,
  type DeadLetters,
  type Event,
  type EventStore,
  type EventSubscription,
  type ReadModel,
} from '@noroshi/event-sourcing';
import { MongoNotificationBox, MongoReadModel, type Mongo } from '@noroshi/mongo';
import {
  createCheckpointStore,
  createEventSource,
  createEventStore,
  endOfLog,
  type EventLogs,
  type Nats,
} from '@noroshi/nats';
import type { Consumers } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';
import { notificationReadModel } from './notifications/notification-read-model.js';
import { NotificationsService } from './notifications/notifications-service.js';
import { Notifier, notifierLanes } from './notifications/notifier.js';

export interface NotificationParts {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly bus: CommandBus;
  readonly deadLetters: DeadLetters;
  readonly consumers: Consumers;
  readonly logger: Logger;
  /** Absent: in memory. */
  readonly mongo: Mongo | undefined;
}

interface BoxModel {
  readonly box: NotificationBox;
  readonly model: ReadModel<NotificationEvent>;
  readonly close: () => Promise<void>;
}

const CHECKPOINT_EVERY_MS = 200;

/** What users are told of: the answers about it, and what makes it of what happens in rooms. */
export async function composeNotifications(parts: NotificationParts) {
  const { nats, logs, bus, deadLetters, consumers, logger } = parts;
  const users = createEventStore<NotificationEvent>(nats, logs.users);
  const { box, model, close } = boxModel(parts, users);
  const keeper = await ReadModelKeeper.start<NotificationEvent>({
    ...{ model, deadLetters, store: users, category: userCategory, lanes: [noticesLaneName] },
    source: createEventSource<NotificationEvent>(nats, logs.users),
    news: consumers.watch(model.name),
  });
  const operating = serveReadModel(bus, keeper);
  const service = new NotificationsService({
    ...{ users, box, logger },
    boxReaches: (position) => keeper.progress.reaches(position),
    boxPosition: () => keeper.progress.position,
  });
  const reacting = await react(parts, service);
  return {
    service,
    stop: async () => {
      await reacting.stop();
      operating.close();
      await keeper.stop();
      await close();
    },
  };
}

function boxModel({ nats, logs, mongo, logger }: NotificationParts, users: EventStore<NotificationEvent>): BoxModel {
  if (!mongo) {
    const box = new InMemoryNotificationBox();
    return { box, model: notificationReadModel(box, users), close: () => Promise.resolve() };
  }
  const box = new MongoNotificationBox(mongo);
  const model = new MongoReadModel<NotificationEvent, MongoNotificationBox>({
    ...{ mongo, logger, name: 'notifications', content: box },
    another: () => new MongoNotificationBox(mongo),
    log: { epoch: logs.users.epoch, end: () => endOfLog(nats, logs.users) },
    read: (userId) => users.read([noticesLane(userId)]),
  });
  return { box, model, close: () => model.close() };
}

/** Settles when it has begun: what is behind is caught up with while requests are answered. */
async function react(parts: NotificationParts, service: NotificationsService) {
  const { nats, logs, bus, deadLetters, consumers, logger } = parts;
  const { epoch } = logs.rooms;
  const notifier = new Notifier({
    epoch,
    mentioned: (request) =>
      bus.request(addresses.rooms('mentioned'), request) as Promise<ReturnType<RoomsRequests['mentioned']>>,
    notify: (request) => service.notify(request),
  });
  const news = consumers.watch(notifier.name);
  const store = createCheckpointStore(nats, logs.checkpoints);
  // Positions of another log say nothing about this one.
  const name = `${notifier.name}-${epoch}`;
  const after = await untilReachable(() => store.load(name), news);
  const onOutage = (cause: unknown) => logger.warn('how far people were told could not be saved yet', { cause });
  const checkpoints = new RareCheckpoints({ store, everyMs: CHECKPOINT_EVERY_MS, onOutage });
  const handling = await PatientHandling.begin({ consumer: notifier.name, epoch, deadLetters, news });
  const source = createEventSource<RoomEvent>(nats, logs.rooms);
  const options = { category: roomCategory, lanes: notifierLanes, after };
  const subscription = decodable(await untilReachable(() => source.subscribe(options), news));
  const running = runReactor<RoomEvent>({
    ...{ subscription, handling, checkpoints },
    reactor: { name, react: (recorded) => notifier.react(recorded) },
  });
  // If it fails, nobody is told any more: left unhandled on purpose, so that the process ends and starts over.
  void running.then(() => undefined);
  return {
    stop: async () => {
      handling.stop();
      await subscription.close();
      await running;
      await checkpoints.close();
    },
  };
}

/** What is no event concerns nobody: those who keep what happens in rooms bury it, and once is enough. */
function decodable<E extends Event>(subscription: EventSubscription<E>): EventSubscription<E> {
  return {
    caughtUp: subscription.caughtUp,
    close: () => subscription.close(),
    async *[Symbol.asyncIterator]() {
      for await (const recorded of subscription) if (!isUndecodable(recorded.event)) yield recorded;
    },
  };
}
