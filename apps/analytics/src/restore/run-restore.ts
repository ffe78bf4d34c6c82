import type { RoomEvent } from '@noroshi/domain';
import { Outage, untilReachable } from '@noroshi/event-sourcing';
import { connectNats, createEventStore, ensureStreams } from '@noroshi/nats';
import type { Logger } from '@noroshi/telemetry';
import { S3ObjectStore, type S3Options } from '../archive/s3-object-store.js';
import { ArchiveUnfit, readArchivedRoom, type ArchivedEvent } from './read-archived-room.js';
import { restoreRoom, RoomExists, type Restored } from './restore-room.js';

export interface RestoreOptions {
  readonly roomId: string;
  readonly s3: S3Options;
  readonly log: LogPlace;
  readonly dryRun: boolean;
}

/** Where the log is, and how its streams are made if they are not there. */
export interface LogPlace {
  readonly url: string;
  readonly replicas: number;
  /** Of each stream; 0: no limit. */
  readonly maxBytes: number;
  /** Told while it is waited for. */
  readonly news: Pick<Logger, 'info' | 'warn'>;
}

export interface RestoreReport extends Restored {
  readonly roomId: string;
  /** RFC 3339: of the first and the last event, as they happened. */
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
}

/** Why a room could not be restored: one sentence. */
export class NotRestored extends Error {
  override readonly name = 'NotRestored';
}

/** @throws NotRestored */
export async function runRestore({ roomId, s3, log, dryRun }: RestoreOptions): Promise<RestoreReport> {
  const archive = new S3ObjectStore(s3);
  try {
    const events = await readArchivedRoom(archive, roomId);
    const restored = await withLog(log, (store) =>
      untilReachable(() => restoreRoom({ store, roomId, events, dryRun })),
    );
    return { roomId, dryRun, ...spanOf(events), ...restored };
  } catch (cause) {
    if (cause instanceof ArchiveUnfit || cause instanceof RoomExists || cause instanceof Outage)
      throw new NotRestored(cause.message, { cause });
    throw cause;
  } finally {
    archive.close();
  }
}

async function withLog<T>(
  { url, news, ...streams }: LogPlace,
  work: (store: ReturnType<typeof createEventStore<RoomEvent>>) => Promise<T>,
): Promise<T> {
  const nats = await connectNats({ url, name: 'restore', log: news });
  try {
    const { rooms } = await untilReachable(() => ensureStreams(nats, streams));
    return await work(createEventStore<RoomEvent>(nats, rooms));
  } finally {
    await nats.drain();
  }
}

function spanOf(events: readonly ArchivedEvent[]): Pick<RestoreReport, 'from' | 'to'> {
  const told = (event: ArchivedEvent | undefined) => new Date(event?.recordedAt ?? 0).toISOString();
  return { from: told(events[0]), to: told(events.at(-1)) };
}
