import {
  asProcessReport,
  channels,
  roomCategory,
  type DashboardEvent,
  type ProcessReport,
  type RoomEvent,
} from '@noroshi/domain';
import { BackOff, PatientHandling, runReactor, untilReachable } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createCheckpointStore,
  createCommandBus,
  createDeadLetters,
  createEventSource,
  createEventStore,
  ensureDashboardLog,
  ensureStreams,
  watchLogs,
  type EventLogs,
  type Nats,
} from '@noroshi/nats';
import { Heartbeat, Operations, processName, type Consumers, type Service } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';
import { composeWindows } from '../windows/compose-windows.js';
import { systemClock, type Clock } from './clock.js';
import type { MetricsConfig } from './config.js';
import { DashboardWriter } from './dashboard-writer.js';
import { Measurer } from './measurer.js';
import { OpenedRooms } from './opened-rooms.js';
import { readPast } from './past.js';
import { serveRequests } from './requests.js';
import { hearRoomActivity } from './room-activity.js';

export interface MetricsOptions extends Omit<MetricsConfig, 'opsPort'> {
  readonly logger: Logger;
  readonly operations?: Operations;
  readonly clock?: Clock;
}

const NAME = 'analytics-metrics';
const ROOMS_CONSUMER = 'opened-rooms';

/**
 * What keeps the dashboard's log, ready: it hears what every process reports. Waits for NATS.
 *
 * One instance: a second one would tell of who came and went in words of its own. Metrics and alerts it would not double.
 */
export async function composeMetrics(options: MetricsOptions): Promise<Service> {
  const { natsUrl, logReplicas, logMaxBytes, rules, logger, clock = systemClock } = options;
  const { operations = new Operations(options) } = options;
  const { consumers, metrics, tracing } = operations;
  const nats = await connectNats({ url: natsUrl, name: NAME, log: logger, metrics, tracing });
  const onWaiting = (cause: unknown) => logger.warn('waiting for the event log', { cause });
  const streams = { replicas: logReplicas, maxBytes: logMaxBytes };
  const logs = await untilReachable(() => ensureStreams(nats, streams), { onWaiting });
  const dashboard = await untilReachable(() => ensureDashboardLog(nats, streams), { onWaiting });
  const watch = watchLogs(nats, { logs: { ...logs, dashboard }, log: logger });
  const store = createEventStore<DashboardEvent>(nats, dashboard);
  const past = await untilReachable(() => readPast(store), { onWaiting });
  const writer = new DashboardWriter({ store, logger });
  const broadcast = createBroadcast(nats);
  const process = { name: processName(NAME), role: NAME, epoch: Date.now() };
  const windows = await composeWindows({ nats, logs, broadcast, clock, logger, process });
  const activity = await hearRoomActivity({ broadcast, clock, store: createEventStore<RoomEvent>(nats, logs.rooms) });
  const canHear = () => nats.isConnected();
  const measurer = new Measurer({ rules, past, clock, writer, canHear, rooms: () => activity.figures() });
  const hearing = await broadcast.listen(channels.reports, (payload) => {
    const report = asProcessReport(payload);
    if (report) measurer.hear(report);
  });
  const serving = serveRequests(createCommandBus(nats, { log: logger }), measurer);
  const told = new Set(past.events.map(({ event }) => event.id));
  const openedRooms = new OpenedRooms({ epoch: logs.rooms.epoch, store, told, now: () => Date.now() });
  const rooms = await followRooms(openedRooms, { nats, logs, consumers });
  const stopClock = clock.everySecond(() => measurer.goRound());
  const tell = (vitals: ProcessReport) => broadcast.publish(channels.reports, vitals);
  const heartbeat = new Heartbeat({ role: NAME, name: processName(NAME), tell });
  operations.worksWith(nats);
  logger.info('analytics-metrics is ready', { rules: rules.length });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      stopClock();
      serving.close();
      activity.close();
      await windows.close();
      await rooms.stop();
      heartbeat.end();
      hearing.close();
      await writer.close();
      await nats.drain();
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
