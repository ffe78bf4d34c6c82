import type { RoomEvent } from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';

/** Where missed events are read: what is kept in memory at once, what is not from the log. */
export interface ReplaySource {
  /** Everything after `position` so far; undefined when memory does not reach back that far. */
  since(position: Position): readonly RecordedEvent<RoomEvent>[] | undefined;
  /** At least the next events after `position`, from the log. Empty only when there are none. @throws EventLogUnavailable */
  read(position: Position): Promise<readonly RecordedEvent<RoomEvent>[]>;
}

export interface ReplaySink {
  readonly closed: boolean;
  /** Does nothing when closed. */
  deliver(events: readonly RecordedEvent<RoomEvent>[]): void;
  /** Resolves when there is room for more. */
  ready(): Promise<void>;
}

/** As many as fit well below the socket's limit at the usual size of a frame. */
const AT_ONCE = 128;

/**
 * Brings one session up to the present, and in the same instant calls `goLive`: while old events are sent, new ones are
 * only kept in the source, so nothing is delivered live that was not yet replayed. No hole, no repeat, in order, under any
 * interleaving; it ends because memory is read faster than a room is written.
 *
 * @returns whether the session is live; false when it closed meanwhile
 */
export async function replay(
  after: Position,
  { source, sink, goLive }: { readonly source: ReplaySource; readonly sink: ReplaySink; readonly goLive: () => void },
): Promise<boolean> {
  let cursor = after;
  while (!sink.closed) {
    const known = source.since(cursor);
    if (known?.length === 0) {
      goLive();
      return true;
    }
    const events = (known ?? (await readOn(source, cursor))).slice(0, AT_ONCE);
    sink.deliver(events);
    cursor = events.at(-1)?.position ?? cursor;
    await sink.ready();
  }
  return false;
}

/** A read shared with others may begin before what is asked for. */
async function readOn(source: ReplaySource, cursor: Position): Promise<RecordedEvent<RoomEvent>[]> {
  return (await source.read(cursor)).filter(({ position }) => position > cursor);
}
