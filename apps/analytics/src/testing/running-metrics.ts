import {
  addresses,
  channels,
  dashboardCategory,
  dashboardEntity,
  type ActivityReport,
  type AlertRule,
  type AnalyticsRequests,
  type DashboardEvent,
  type ProcessReport,
  type RecentFigures,
  type RollupRange,
  type RoomEvent,
  type SessionEvent,
  type TestAlert,
} from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createCommandBus,
  createEventStore,
  createLiveFeed,
  ensureDashboardLog,
  ensureStreams,
} from '@noroshi/nats';
import { createLogger } from '@noroshi/telemetry';
import { eventually, startNatsServer } from '@noroshi/testing';
import type { TopicsConfig } from '../metrics/config.js';
import { composeMetrics } from '../metrics/compose.js';
import { manualClock } from './manual-clock.js';

/** A whole second; the clock of a test is never ahead of the real one. */
const START = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;

export interface RunningOptions {
  readonly topics?: TopicsConfig;
  readonly rules?: readonly AlertRule[];
  /** Where its clock begins, in milliseconds since 1970; an hour ago unless given. */
  readonly start?: number;
}

/** The composed process on a real nats-server, with a clock that is turned by hand; and a client, as a gateway is one. */
export async function runMetrics({ rules = [], start = START, topics }: RunningOptions = {}) {
  const server = await startNatsServer();
  const logger = createLogger({ name: 'analytics-metrics', level: 'silent' });
  const clock = manualClock(start);
  const compose = (more: { readonly name?: string } = {}) =>
    composeMetrics({
      ...{ natsUrl: server.url, logReplicas: 1, logMaxBytes: 0, rules, topics, mongoUrl: undefined },
      logger,
      clock,
      ...more,
    });
  let service = await compose();
  const client = await clientOf(server.url);
  /** What a process tells of itself. */
  const report = (name: string, more: Partial<ProcessReport> = {}): void => {
    client.broadcast.publish(channels.reports, {
      process: { name, role: name.startsWith('gateway') ? 'gateway' : name, epoch: START },
      state: 'up',
      host: { name: 'host', processors: 2, load: 0.5, memory: 1000, memoryUsed: 250 },
      ...more,
    } satisfies ProcessReport);
  };
  return {
    ...client,
    server,
    clock,
    report,
    /** Waits until a process counts this much; no time passes. */
    counts: (wanted: Partial<RecentFigures>) => countsOf(client.broadcast, { wanted, again: () => clock.again() }),
    /** Ends the process and starts another on the same log. */
    recompose: async () => {
      await service.drain();
      service = await compose();
    },
    /** Starts another beside it; gives how to go on with that one only. */
    beside: async (name: string) => {
      const other = await compose({ name });
      return async () => {
        await service.drain();
        service = other;
      };
    },
    stop: async () => {
      await service.drain();
      await client.nats.drain();
      await server.stop();
    },
  };
}

interface Expected {
  readonly wanted: Partial<RecentFigures>;
  /** Lets everybody tell it once more. */
  readonly again: () => void;
}

async function countsOf(broadcast: Pick<Broadcast, 'listen'>, { wanted, again }: Expected): Promise<void> {
  let told: RecentFigures | undefined;
  const hearing = await broadcast.listen(channels.activity, (report) => (told = (report as ActivityReport).figures));
  const isWanted = () => {
    again();
    return Object.entries(wanted).every(([name, value]) => told?.[name as keyof RecentFigures] === value);
  };
  await eventually(isWanted, { reason: `it is counted: ${JSON.stringify(wanted)}` });
  hearing.close();
}

async function clientOf(url: string) {
  const nats = await connectNats({ url, name: 'gateway of a test' });
  const [logs, dashboard] = [await ensureStreams(nats), await ensureDashboardLog(nats)];
  const bus = createCommandBus(nats);
  const follow = async () => {
    const heard: DashboardEvent[] = [];
    let wake = (): void => undefined;
    const following = await createLiveFeed<DashboardEvent>(nats, dashboard).follow({
      category: dashboardCategory,
      entity: dashboardEntity,
      after: { metrics: 0, alerts: 0, events: 0, rooms: 0 },
      onEvent: ({ event }) => {
        heard.push(event);
        wake();
      },
    });
    /** The first one that was not given before and is wanted. */
    const next = async <E extends DashboardEvent>(wanted: (event: DashboardEvent) => event is E): Promise<E> => {
      for (;;) {
        const index = heard.findIndex(wanted);
        if (index >= 0) return heard.splice(index, 1)[0] as E;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    };
    return {
      heard,
      sample: () => next((event) => event.type === 'MetricsMeasured'),
      rooms: () => next((event) => event.type === 'RoomsMeasured'),
      alert: () => next((event) => event.type === 'AlertChanged'),
      event: () => next((event) => event.type === 'SystemEventHappened'),
      close: () => following.close(),
    };
  };
  const raise = (wish: TestAlert) =>
    bus.request(addresses.analytics('raiseTestAlert'), wish) as Promise<
      ReturnType<AnalyticsRequests['raiseTestAlert']>
    >;
  return {
    nats,
    broadcast: createBroadcast(nats),
    rooms: createEventStore<RoomEvent>(nats, logs.rooms),
    sessions: createEventStore<SessionEvent>(nats, logs.sessions),
    follow,
    raise,
    acknowledge: (alertId: string, by: string) =>
      bus.request(addresses.analytics('acknowledgeAlert'), { alertId, by }) as Promise<
        ReturnType<AnalyticsRequests['acknowledgeAlert']>
      >,
    rollups: async (range: RollupRange) => {
      const answer = (await bus.request(addresses.analytics('rollups'), range)) as Awaited<
        ReturnType<AnalyticsRequests['rollups']>
      >;
      return answer.ok ? answer.rollups : [];
    },
    /** The process has handled what was published here before, and what it stored before is stored. */
    settled: async () => {
      // It hears on another connection, in order: it can't answer before.
      await nats.connection.flush();
      await raise({ title: 7 } as never).catch(() => undefined);
    },
  };
}
