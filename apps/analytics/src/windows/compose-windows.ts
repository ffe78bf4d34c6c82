import {
  channels,
  InMemoryRollupStore,
  type ActivityReport,
  type ProcessRun,
  type RollupStore,
  type SessionEvent,
} from '@noroshi/domain';
import { Outage, untilReachable, type Broadcast } from '@noroshi/event-sourcing';
import { createEventSource, endOfLog, type EventLogs, type Nats } from '@noroshi/nats';
import { connectMongo, MongoRollupStore } from '@noroshi/mongo';
import type { Consumers } from '@noroshi/service-host';
import type { Logger, Metrics, Tracing } from '@noroshi/telemetry';
import type { Clock } from '../metrics/clock.js';
import type { TopicsConfig } from '../metrics/config.js';
import { composeLogInlet, composeTopicInlet, type Inlet } from './compose-inlet.js';
import { PresentPeople } from './present-people.js';
import { RollupOutlet } from './rollup-outlet.js';
import { RoomWindows } from './room-windows.js';
import { watchedReader } from './watched-reader.js';
import { WindowMeter } from './window-meter.js';

export interface WindowsOptions {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly broadcast: Pick<Broadcast, 'publish'>;
  readonly clock: Clock;
  /** This process. */
  readonly run: ProcessRun;
  /** Undefined: there is no Kafka. */
  readonly topics: TopicsConfig | undefined;
  /** Undefined: rollups are kept in memory. */
  readonly mongoUrl: string | undefined;
  readonly consumers: Pick<Consumers, 'watch'>;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly logger: Logger;
}

export interface Windows {
  readonly rollups: Pick<RollupStore, 'range'>;
  readonly states: Inlet['states'];
  close(): Promise<void>;
}

/** What counts what happens in rooms, at work. Waits for NATS. */
export async function composeWindows({ nats, logs, logger, ...options }: WindowsOptions): Promise<Windows> {
  const { clock, broadcast, run, topics, mongoUrl, consumers, tracing } = options;
  const onWaiting = (cause: unknown) => logger.warn('what happens in rooms waits to be counted', { cause });
  const sessions = createEventSource<SessionEvent>(nats, logs.sessions);
  const end = () => endOfLog(nats, logs.sessions);
  const people = await untilReachable(() => PresentPeople.begin({ source: sessions, end, logger }), { onWaiting });
  const { peaks } = people;
  const mongo =
    mongoUrl === undefined ? undefined : connectMongo({ url: mongoUrl, name: run.role, log: logger, tracing });
  const rollups = mongo ? new MongoRollupStore(mongo) : new InMemoryRollupStore();
  const presence = () => people.upToDate();
  const peak = (roomId: string, minute: number) => peaks.peak(roomId, minute);
  const inlet = topics ? composeTopicInlet({ topics, logger }) : composeLogInlet({ nats, logs, logger });
  const meter = new WindowMeter(options.metrics);
  const outlet = new RollupOutlet({ sinks: [rollups, ...inlet.sinks], presence, peak, meter, onWaiting });
  const rooms = new RoomWindows({ clock, peaks, presence, outlet, meter });
  meter.watch({
    get open() {
      return rooms.open;
    },
    get waiting() {
      return outlet.waiting;
    },
  });
  const reading = await inlet.source.read(watchedReader(rooms, consumers.watch('room-windows')));
  const ended = whenIdle(() => rooms.writeEnded(), onWaiting);
  const stopClock = clock.everySecond(() => {
    broadcast.publish(channels.activity, { process: run, ...rooms.recent() } satisfies ActivityReport);
    ended();
  });
  return {
    rollups,
    states: () => inlet.states(),
    close: async () => {
      stopClock();
      await reading.close();
      await outlet.close();
      await inlet.close();
      await people.close();
      await mongo?.close();
    },
  };
}

/** Begins the work unless it is under way. An outage is told; the work comes again. */
function whenIdle(work: () => Promise<void>, onOutage: (cause: Outage) => void): () => void {
  let isBusy = false;
  return () => {
    if (isBusy) return;
    isBusy = true;
    const done = work().finally(() => (isBusy = false));
    void done.catch((cause: unknown) => {
      if (!(cause instanceof Outage)) throw cause;
      onOutage(cause);
    });
  };
}
