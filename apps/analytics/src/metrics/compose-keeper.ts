import {
  roomCategory,
  type AlertRule,
  type DashboardEvent,
  type ProcessReport,
  type RoomEvent,
  type RoomFigures,
} from '@noroshi/domain';
import { BackOff, PatientHandling, runReactor, untilReachable } from '@noroshi/event-sourcing';
import {
  createCheckpointStore,
  createCommandBus,
  createDeadLetters,
  createEventSource,
  createEventStore,
  type EventLog,
  type EventLogs,
  type Nats,
} from '@noroshi/nats';
import type { Consumers } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';
import type { Clock } from './clock.js';
import { DashboardWriter } from './dashboard-writer.js';
import { Measurer } from './measurer.js';
import { OpenedRooms } from './opened-rooms.js';
import { readPast } from './past.js';
import { serveAcknowledgements, serveTestAlerts } from './requests.js';

export interface KeeperParts {
  readonly nats: Nats;
  readonly logs: EventLogs & { readonly dashboard: EventLog };
  readonly rules: readonly AlertRule[];
  readonly clock: Pick<Clock, 'now'>;
  /** What is done in rooms; undefined: nobody counts it. */
  readonly rooms: () => RoomFigures | undefined;
  readonly consumers: Consumers;
  readonly logger: Logger;
}

/** What keeps the dashboard's log. */
export interface Keeper {
  hear(report: ProcessReport): void;
  /** To be called once a second. */
  goRound(): void;
  stop(): Promise<void>;
}

const ROOMS_CONSUMER = 'opened-rooms';

/** Goes on where the dashboard's log ends. Waits for NATS. */
export async function composeKeeper({ nats, logs, rules, clock, rooms, ...parts }: KeeperParts): Promise<Keeper> {
  const { consumers, logger } = parts;
  const onWaiting = (cause: unknown) => logger.warn('waiting for the event log', { cause });
  const store = createEventStore<DashboardEvent>(nats, logs.dashboard);
  const past = await untilReachable(() => readPast(store), { onWaiting });
  const writer = new DashboardWriter({ store, logger });
  const measurer = new Measurer({ rules, past, clock, writer, rooms, canHear: () => nats.isConnected() });
  const bus = createCommandBus(nats, { log: logger });
  const serving = [serveTestAlerts(bus, measurer), serveAcknowledgements(bus, measurer)];
  const told = new Set(past.events.map(({ event }) => event.id));
  const openedRooms = new OpenedRooms({ epoch: logs.rooms.epoch, store, told, now: () => Date.now() });
  const following = await followRooms(openedRooms, { nats, logs, consumers });
  return {
    hear: (report) => measurer.hear(report),
    goRound: () => measurer.goRound(),
    stop: async () => {
      for (const each of serving) each.close();
      await following.stop();
      await writer.close();
    },
  };
}

interface Following {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly consumers: Consumers;
}

/** Reacts in the background until it is stopped. If that fails, the process ends and begins anew at the checkpoint. */
async function followRooms(
  reactor: OpenedRooms,
  { nats, logs, consumers }: Following,
): Promise<{ stop(): Promise<void> }> {
  const news = consumers.watch(ROOMS_CONSUMER);
  const pauses = new BackOff();
  const patiently = <T>(work: () => Promise<T>): Promise<T> =>
    untilReachable(work, { pauses, onWaiting: (cause) => news.onWaiting(cause) });
  const checkpoints = createCheckpointStore(nats, logs.checkpoints);
  const source = createEventSource<RoomEvent>(nats, logs.rooms);
  const deadLetters = await patiently(() => createDeadLetters(nats, { replicas: logs.rooms.replicas }));
  const { epoch } = logs.rooms;
  const handling = await PatientHandling.begin({ consumer: ROOMS_CONSUMER, epoch, deadLetters, pauses, news });
  const after = await patiently(() => checkpoints.load(reactor.name));
  const subscription = await patiently(() => source.subscribe({ category: roomCategory, lanes: ['control'], after }));
  const reacting = runReactor<RoomEvent>({ subscription, reactor, checkpoints, handling });
  // If it fails, the process ends: left unhandled on purpose.
  void reacting.then(() => undefined);
  return {
    stop: async () => {
      handling.stop();
      await subscription.close();
      await reacting;
    },
  };
}
