import { asProcessReport, channels, type ProcessReport, type RoomEvent } from '@noroshi/domain';
import { untilReachable, type Broadcast } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createCommandBus,
  createEventStore,
  ensureDashboardLog,
  ensureStreams,
  watchLogs,
  type Nats,
} from '@noroshi/nats';
import { Heartbeat, Operations, processName, type Service } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';
import { composeWindows } from '../windows/compose-windows.js';
import { systemClock, type Clock } from './clock.js';
import { composeKeeper, type KeeperParts } from './compose-keeper.js';
import type { MetricsConfig } from './config.js';
import { InTurns } from './in-turns.js';
import { Keepership } from './keepership.js';
import { serveRollups } from './requests.js';
import { hearRoomActivity } from './room-activity.js';

export interface MetricsOptions extends Omit<MetricsConfig, 'opsPort'> {
  readonly logger: Logger;
  readonly operations?: Operations;
  readonly clock?: Clock;
  /** Unique over all hosts; that of this host's service unless given. */
  readonly name?: string;
}

const NAME = 'analytics-metrics';

/**
 * What counts what happens in rooms, and keeps the dashboard's log: it hears what every process reports. Waits for NATS.
 *
 * There may be several: one of them keeps the dashboard's log, and of the others the next one when that is gone.
 */
export async function composeMetrics(options: MetricsOptions): Promise<Service> {
  const {
    natsUrl,
    logReplicas,
    logMaxBytes,
    rules,
    topics,
    mongoUrl,
    logger,
    clock = systemClock,
    name = processName(NAME),
  } = options;
  const { operations = new Operations(options) } = options;
  const { consumers, metrics, tracing } = operations;
  const nats = await connectNats({ url: natsUrl, name: NAME, log: logger, metrics, tracing });
  const onWaiting = (cause: unknown) => logger.warn('waiting for the event log', { cause });
  const streams = { replicas: logReplicas, maxBytes: logMaxBytes };
  const roomLogs = await untilReachable(() => ensureStreams(nats, streams), { onWaiting });
  const dashboard = await untilReachable(() => ensureDashboardLog(nats, streams), { onWaiting });
  const logs = { ...roomLogs, dashboard };
  const watch = watchLogs(nats, { logs, log: logger });
  const [broadcast, store] = [createBroadcast(nats), createEventStore<RoomEvent>(nats, logs.rooms)];
  const run = { name, role: NAME, epoch: Date.now() };
  const windows = await composeWindows({
    ...{ nats, logs, broadcast, clock, run, topics, mongoUrl },
    ...{ consumers, metrics, tracing, logger },
  });
  const serving = serveRollups(createCommandBus(nats, { log: logger }), windows.rollups);
  const activity = await hearRoomActivity({ broadcast, clock, store });
  const rooms = () => activity.figures();
  const keeping = await keepDashboard({ ...{ nats, logs, rules, clock, rooms, consumers, logger }, broadcast, run });
  const tell = (vitals: ProcessReport) => broadcast.publish(channels.reports, vitals);
  const heartbeat = new Heartbeat({ role: NAME, name, tell });
  operations.worksWith(nats, () => windows.states());
  logger.info('analytics-metrics is ready', { rules: rules.length });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      serving.close();
      await windows.close();
      await keeping.stop();
      activity.close();
      heartbeat.end();
      await nats.drain();
    },
  };
}

interface Keeping extends KeeperParts {
  readonly nats: Nats;
  readonly broadcast: Pick<Broadcast, 'listen'>;
  readonly clock: Clock;
  readonly run: ProcessReport['process'];
}

/** Keeps the dashboard's log whenever this process is the one to do so. */
async function keepDashboard({ broadcast, run, ...parts }: Keeping): Promise<{ stop(): Promise<void> }> {
  const { nats, clock } = parts;
  const keepership = new Keepership(run);
  const keepers = new InTurns(() => composeKeeper(parts));
  const hearing = await broadcast.listen(channels.reports, (payload) => {
    const report = asProcessReport(payload);
    if (!report) return;
    keepership.hear(report, clock.now());
    keepers.work?.hear(report);
  });
  await keepers.want(true);
  const stopClock = clock.everySecond(() => {
    // If it fails, the process ends: left unhandled on purpose.
    void keepers.want(keepership.isOwn(clock.now(), !nats.isConnected()));
    keepers.work?.goRound();
  });
  return {
    stop: async () => {
      stopClock();
      hearing.close();
      await keepers.want(false);
    },
  };
}
