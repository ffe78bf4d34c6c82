import {
  jetstreamManager,
  JetStreamApiError,
  type ConsumerInfo,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import { EventLogUnavailable } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { dashboardNames, deadLetterNames, READER, streamNames } from './subjects.js';

/** Somebody who reads a stream as it grows. */
export interface LogReaderStatus {
  /** Unique in the stream, and another one after each interruption. */
  readonly id: string;
  /** The process, by the name of its connection. */
  readonly reader: string;
  /** What it reads, with `*` for any part. */
  readonly subjects: readonly string[];
  /** The position of what it was given last. */
  readonly position: number;
  /** How much of what it reads it was not given yet. */
  readonly lag: number;
  /** It has asked for what comes next. One that has not for a minute is forgotten. */
  readonly isWaiting: boolean;
}

export interface LogStatus {
  readonly name: string;
  readonly messages: number;
  readonly bytes: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly readers: readonly LogReaderStatus[];
}

const names: readonly string[] = [
  ...Object.values(streamNames).map(({ stream }) => stream),
  deadLetterNames.stream,
  dashboardNames.stream,
];

const STREAM_NOT_FOUND = 10059;

/** Our streams as they stand now, and who reads them; those that there are. @throws EventLogUnavailable */
export async function readLogInventory(nats: Nats): Promise<readonly LogStatus[]> {
  if (!nats.isConnected()) throw new EventLogUnavailable('there is no connection to the event log');
  try {
    const manager = await jetstreamManager(nats.connection, { checkAPI: false });
    const found = await Promise.all(names.map((name) => statusOf(manager, name)));
    return found.filter((status) => status !== undefined);
  } catch (cause) {
    throw new EventLogUnavailable('the streams can not be looked at', { cause });
  }
}

async function statusOf(manager: JetStreamManager, name: string): Promise<LogStatus | undefined> {
  try {
    const info = await manager.streams.info(name);
    const readers: LogReaderStatus[] = [];
    for await (const consumer of manager.consumers.list(name)) readers.push(readerOf(consumer));
    return { ...sizeOf(info), readers: readers.sort(byReader) };
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.code === STREAM_NOT_FOUND) return undefined;
    throw cause;
  }
}

const sizeOf = ({ config, state }: StreamInfo) => ({
  name: config.name,
  messages: state.messages,
  bytes: state.bytes,
  firstPosition: state.first_seq,
  lastPosition: state.last_seq,
});

const readerOf = ({ name, config, delivered, num_pending, num_waiting }: ConsumerInfo): LogReaderStatus => ({
  id: name,
  reader: config.metadata?.[READER] ?? name,
  subjects: config.filter_subjects ?? (config.filter_subject === undefined ? [] : [config.filter_subject]),
  position: delivered.stream_seq,
  lag: num_pending,
  isWaiting: num_waiting > 0,
});

const byReader = (a: LogReaderStatus, b: LogReaderStatus): number =>
  a.reader.localeCompare(b.reader) || a.id.localeCompare(b.id);
