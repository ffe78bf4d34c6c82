import { isDeepStrictEqual } from 'node:util';
import {
  jetstreamManager,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  DiscardPolicy,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { EventLogUnavailable } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { LogHeight } from './log-height.js';
import { categorySubjects, dashboardNames, liveCategorySubjects, streamNames, type StreamNames } from './subjects.js';

/** A stream as event stores and feeds use it. */
export interface EventLog {
  readonly stream: string;
  readonly category: string;
  /** When the stream was made, or last lost its end: base 36 of milliseconds. One that is made anew has another. */
  readonly epoch: string;
  readonly height: LogHeight;
  /** Copies in a cluster. */
  readonly replicas: number;
}

export type EventLogs = { readonly [name in keyof typeof streamNames]: EventLog };

export interface StreamsOptions {
  /** Copies in a cluster: 1 (default), 3 or 5. */
  readonly replicas?: number;
  /** Largest size of each stream on disk, in bytes: beyond it every append fails with EventLogFull. 0: no limit, the default. */
  readonly maxBytes?: number;
}

/** This server can't do what the log needs. */
export class NatsServerTooOld extends Error {
  override readonly name = 'NatsServerTooOld';
  constructor(
    readonly version: string,
    /** The option of the stream that the server ignored, when it is that. */
    readonly option?: string,
  ) {
    super(
      option === undefined
        ? `nats-server ${version} is too old: ${minimum.join('.')} or newer is needed`
        : `nats-server ${version} ignored the stream option ${option}`,
    );
  }
}

const minimum = [2, 11] as const;

/** An idempotency key is remembered this long; the server's memory grows with rate times window. */
const DUPLICATE_WINDOW_MS = 120_000;

/** Longer than a connection lives by default, and twice as long as a gateway waits before it introduces itself anew. */
const SESSIONS_KEPT_MS = 24 * 3_600_000;

type Config = Partial<StreamConfig> & { readonly name: string };

const common = ({ stream, subjects }: StreamNames, replicas: number) =>
  ({
    name: stream,
    subjects: [...subjects],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    num_replicas: replicas,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    allow_direct: true,
  }) satisfies Config;

/**
 * Nothing is ever dropped, and whoever is in the room hears it as it is stored. No `max_age`: the control and members lanes
 * are the only truth about a room until there are snapshots of them, and JetStream ages by stream, not by subject.
 */
const forEver = ({ category }: StreamNames, { maxBytes = 0 }: StreamsOptions) => ({
  discard: DiscardPolicy.New,
  max_bytes: maxBytes === 0 ? -1 : maxBytes,
  republish: { src: categorySubjects(category), dest: liveCategorySubjects(category) },
});

/** Five minutes of seconds, and as many alerts and events. */
const DASHBOARD_KEPT = 300;
/** Of what happens seldom. */
const DASHBOARD_KEPT_MS = 24 * 3_600_000;

/** How each stream keeps what it is given. */
const keeping: {
  readonly [name in keyof typeof streamNames]: (names: StreamNames, options: StreamsOptions) => Partial<StreamConfig>;
} = {
  rooms: forEver,
  users: forEver,
  sessions: () => ({ discard: DiscardPolicy.Old, max_age: nanos(SESSIONS_KEPT_MS) }),
  checkpoints: () => ({ discard: DiscardPolicy.Old, max_msgs_per_subject: 1 }),
};

/**
 * Makes the streams, or brings them up to date. Any number of services may do so at once.
 *
 * @throws NatsServerTooOld
 * @throws EventLogUnavailable
 */
export async function ensureStreams(nats: Nats, options: StreamsOptions = {}): Promise<EventLogs> {
  const ensure = (name: keyof typeof streamNames): Promise<EventLog> => {
    const names = streamNames[name];
    return ensureLog(nats, names, { ...common(names, options.replicas ?? 1), ...keeping[name](names, options) });
  };
  const [rooms, users, sessions, checkpoints] = await Promise.all([
    ensure('rooms'),
    ensure('users'),
    ensure('sessions'),
    ensure('checkpoints'),
  ]);
  return { rooms, users, sessions, checkpoints };
}

/**
 * Makes the stream of what dashboards show, or brings it up to date: small, and the oldest makes room.
 *
 * @throws NatsServerTooOld
 * @throws EventLogUnavailable
 */
export function ensureDashboardLog(nats: Nats, { replicas = 1 }: Pick<StreamsOptions, 'replicas'> = {}) {
  const { category } = dashboardNames;
  return ensureLog(nats, dashboardNames, {
    ...common(dashboardNames, replicas),
    discard: DiscardPolicy.Old,
    max_msgs_per_subject: DASHBOARD_KEPT,
    max_age: nanos(DASHBOARD_KEPT_MS),
    republish: { src: categorySubjects(category), dest: liveCategorySubjects(category) },
  });
}

async function ensureLog(nats: Nats, { stream, category }: StreamNames, wanted: Config): Promise<EventLog> {
  const info = await ensureStream(nats, wanted);
  return { stream, category, epoch: epochOf(info), height: new LogHeight(), replicas: info.config.num_replicas };
}

/**
 * Makes one stream, or brings it up to date.
 *
 * @throws NatsServerTooOld
 * @throws EventLogUnavailable
 */
export async function ensureStream({ connection }: Nats, wanted: Config): Promise<StreamInfo> {
  const version = connection.info?.version ?? '0.0.0';
  if (!isRecent(version)) throw new NatsServerTooOld(version);
  const manager = await reach(() => jetstreamManager(connection));
  const info = await reach(() => createOrUpdate(manager, wanted));
  const ignored = ignoredOption(wanted, info.config);
  if (ignored !== undefined) throw new NatsServerTooOld(version, ignored);
  return info;
}

export function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

/** Older servers drop options that they do not know without a word. */
export const ignoredOption = (wanted: Partial<StreamConfig>, actual: Partial<StreamConfig>): string | undefined =>
  Object.entries(wanted).find(([name, value]) => !isDeepStrictEqual(actual[name as keyof StreamConfig], value))?.[0];

const STREAM_NAME_IN_USE = 10058;

/** Adding what is there already with this very configuration is no error. */
async function createOrUpdate(manager: JetStreamManager, wanted: Config): Promise<StreamInfo> {
  try {
    return await manager.streams.add(wanted);
  } catch (cause) {
    if (!(cause instanceof JetStreamApiError) || cause.code !== STREAM_NAME_IN_USE) throw cause;
    return manager.streams.update(wanted.name, wanted);
  }
}

async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new EventLogUnavailable('the streams could not be set up', { cause });
  }
}

/** Kept with the stream: a backup is restored with the time at which the stream was first made. */
const EPOCH = 'noroshi.epoch';

export const epochOf = ({
  created,
  config,
}: Pick<StreamInfo, 'created'> & { config: Pick<StreamConfig, 'metadata'> }) =>
  config.metadata?.[EPOCH] ?? Date.parse(created).toString(36);

/** From now on the same positions mean something else. */
export async function beginEpoch(manager: JetStreamManager, { config }: StreamInfo): Promise<void> {
  const metadata = { ...config.metadata, [EPOCH]: Date.now().toString(36) };
  await manager.streams.update(config.name, { metadata });
}
