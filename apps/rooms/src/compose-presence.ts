import {
  channels,
  InMemoryPresenceRegistry,
  sessionCategory,
  sessionLaneName,
  statusLaneName,
  userCategory,
  type ChosenStatus,
  type PresenceChange,
  type SessionEvent,
  type StatusChosen,
  type StatusNotice,
} from '@noroshi/domain';
import {
  Progress,
  startProjection,
  untilReachable,
  type Broadcast,
  type CommandBus,
  type PatientHandling,
} from '@noroshi/event-sourcing';
import { createCheckpointStore, createEventSource, createEventStore, type EventLogs, type Nats } from '@noroshi/nats';
import type { Logger } from '@noroshi/telemetry';
import { systemClock } from './clock.js';
import { People } from './people.js';
import { Announcer } from './presence/announcer.js';
import { ChosenStatuses } from './presence/chosen-statuses.js';
import { LeaseWatch } from './presence/lease-watch.js';
import { PresenceAnswers } from './presence/presence-answers.js';
import { PresenceProjection } from './presence/presence-projection.js';
import { StatusNews } from './presence/status-news.js';
import { parseLease } from './requests.js';

export interface PresenceOptions {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly bus: CommandBus;
  readonly broadcast: Broadcast;
  readonly crowdSize: number;
  readonly logger: Logger;
  /** How a consumer deals with events that it can't fold. */
  readonly handlingOf: (consumer: string, epoch: string) => Promise<PatientHandling>;
}

export type PresenceParts = Awaited<ReturnType<typeof composePresence>>;

/** Everything about who is here. Settles when all that the log knows of it is folded; gateways are not watched yet. */
export async function composePresence(options: PresenceOptions) {
  const { nats, logs, bus, logger, handlingOf } = options;
  const registry = new InMemoryPresenceRegistry();
  const announcer = await createAnnouncer(options, registry);
  const listeners = new Set<(change: PresenceChange) => void>();
  const progress = new Progress();
  const registryReaches = (position: number) => progress.reaches(position);
  const people = new People();
  const { statuses, statusNews, ...choosing } = await composeStatuses(options, registry);
  const projection = new PresenceProjection(registry, ({ event, position }, changes) => {
    people.followSession(event);
    statusNews.follow(event);
    for (const change of changes) for (const listener of listeners) listener(change);
    announcer.follow(position, changes);
  });
  const sessions = createEventSource<SessionEvent>(nats, logs.sessions);
  const following = await startProjection<SessionEvent>({
    subscription: await reach(options, () =>
      sessions.subscribe({ category: sessionCategory, lanes: [sessionLaneName], after: 0 }),
    ),
    projection,
    checkpoints: progress,
    handling: await handlingOf(projection.name, logs.sessions.epoch),
  });
  statusNews.begin();
  const store = createEventStore<SessionEvent>(nats, logs.sessions);
  const canHear = () => nats.isConnected();
  return {
    registry,
    people,
    statuses: {
      choose: async (userId: string, status: ChosenStatus) => {
        await statuses.choose(userId, status);
        statusNews.look(userId);
      },
    },
    answers: new PresenceAnswers({ registry, statuses, statusNews, people, registryReaches }),
    onChange: (listener: (change: PresenceChange) => void) => void listeners.add(listener),
    /** From now on a gateway that is silent is lost. Returns how to stop. */
    watch: () =>
      watchLeases(
        options,
        new LeaseWatch({ registry, store, registryReaches, bus, clock: systemClock, logger, canHear }),
      ),
    stop: async () => {
      await Promise.all([following.stop(), choosing.stop()]);
      await announcer.stop();
    },
  };
}

async function createAnnouncer(options: PresenceOptions, registry: InMemoryPresenceRegistry): Promise<Announcer> {
  const { nats, logs, broadcast, crowdSize, logger } = options;
  const { epoch } = logs.sessions;
  const checkpoints = createCheckpointStore(nats, logs.checkpoints);
  const name = `presence-announced-${epoch}`;
  return new Announcer({
    registry,
    epoch,
    announced: await reach(options, () => checkpoints.load(name)),
    crowdSize,
    clock: systemClock,
    tell: (roomId, news) => broadcast.publish(channels.presence(roomId), news),
    save: (position) => checkpoints.save(name, position),
    onFailure: (cause) => logger.warn('what was announced could not be saved yet', { cause }),
  });
}

async function composeStatuses(options: PresenceOptions, registry: InMemoryPresenceRegistry) {
  const { nats, logs, handlingOf } = options;
  const progress = new Progress();
  const statuses = new ChosenStatuses({
    store: createEventStore<StatusChosen>(nats, logs.users),
    reaches: (position) => progress.reaches(position),
  });
  const users = createEventSource<StatusChosen>(nats, logs.users);
  const following = await startProjection<StatusChosen>({
    subscription: await reach(options, () =>
      users.subscribe({ category: userCategory, lanes: [statusLaneName], after: 0 }),
    ),
    projection: statuses,
    checkpoints: progress,
    handling: await handlingOf(statuses.name, logs.users.epoch),
  });
  const tell = (notice: StatusNotice) => options.broadcast.publish(channels.statuses, notice);
  return { statuses, statusNews: new StatusNews({ registry, statuses, tell }), stop: () => following.stop() };
}

/** Waits for the log, however long: a service that gave up would only be started again. */
const reach = <T>({ logger }: PresenceOptions, ask: () => Promise<T>): Promise<T> =>
  untilReachable(ask, { onWaiting: (cause) => logger.warn('waiting for the event log', { cause }) });

async function watchLeases({ broadcast, logger }: PresenceOptions, watch: LeaseWatch): Promise<() => void> {
  const listener = await broadcast.listen(channels.leases, (payload) => {
    try {
      void watch.hear(parseLease(payload));
    } catch (cause) {
      logger.warn('a lease that makes no sense', { cause });
    }
  });
  return () => {
    listener.close();
    watch.stop();
  };
}
