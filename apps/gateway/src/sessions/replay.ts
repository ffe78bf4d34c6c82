import type { LimitFunction } from 'p-limit';
import type { RoomEvent } from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';

type Events = readonly RecordedEvent<RoomEvent>[];

/** Where missed events are read: what is kept in memory at once, what is not from the log. */
export interface ReplaySource {
  /** Everything up to here has been heard. */
  readonly position: Position;
  /** Everything after `position` so far; undefined when memory does not reach back that far. */
  since(position: Position): Events | undefined;
  /** At least the next events after `position`, from the log. Empty only when there are none. @throws EventLogUnavailable */
  read(position: Position): Promise<Events>;
  /** Resolves when everything up to `position` has been heard. @throws EventLogUnavailable */
  reach(position: Position): Promise<unknown>;
}

export interface ReplaySink {
  readonly closed: boolean;
  /** Takes the first of them, as many as are good at once; all when closed. @returns how many, at least one */
  deliver(events: Events, options: { readonly fromLog: boolean }): number;
  /** Resolves when there is room for more: true; or after `withinMs`: false. */
  drained(withinMs?: number): Promise<boolean>;
}

export interface Replay {
  readonly source: ReplaySource;
  readonly sink: ReplaySink;
  /** Called in the instant in which nothing is missing. */
  readonly goLive: () => void;
  /** One of the gateway's turns is held while events are read and written. */
  readonly turns: LimitFunction;
}

/** Who has not read a batch by then gives the turn to others while it goes on reading. */
const PROMPT_MS = 250;

/**
 * Brings one session up to the present, and in the same instant calls `goLive`: while old events are sent, new ones are
 * only kept in the source, so nothing is delivered live that was not yet replayed. No hole, no repeat, in order, under any
 * interleaving; it ends because memory is read faster than a room is written.
 *
 * @returns whether the session is live; false when it closed meanwhile
 * @throws EventLogUnavailable
 */
export async function replay(after: Position, { turns, ...parts }: Replay): Promise<boolean> {
  let turn: Turn = { isLive: false, cursor: after };
  while (!turn.isLive) {
    if (parts.sink.closed) return false;
    const { cursor } = turn;
    turn = await turns(() => takeTurn(cursor, parts));
    if (!turn.isLive) await parts.sink.drained();
  }
  return true;
}

interface Turn {
  readonly isLive: boolean;
  readonly cursor: Position;
}

/** As long as the client reads promptly. What was read from the log and not yet sent is forgotten with the turn. */
async function takeTurn(after: Position, parts: Omit<Replay, 'turns'>): Promise<Turn> {
  const { source, sink, goLive } = parts;
  const way: Way = { cursor: after, page: [] };
  while (!sink.closed) {
    const known = source.since(way.cursor);
    if (known?.length !== 0) await goOn(way, known, parts);
    // The log was ahead of what is heard live: going live now would bring some of it twice.
    else if (source.position < way.cursor) await source.reach(way.cursor);
    else {
      goLive();
      return { isLive: true, cursor: way.cursor };
    }
    if (!(await sink.drained(PROMPT_MS))) break;
  }
  return { isLive: false, cursor: way.cursor };
}

/** How far a replay has come in a turn, and what it has read from the log and not sent. */
interface Way {
  cursor: Position;
  page: Events;
}

async function goOn(way: Way, known: Events | undefined, { source, sink }: Pick<Replay, 'source' | 'sink'>) {
  const events = known ?? (way.page.length > 0 ? way.page : await readOn(source, way.cursor));
  const taken = sink.deliver(events, { fromLog: !known });
  way.cursor = events[taken - 1]?.position ?? way.cursor;
  way.page = known ? [] : events.slice(taken);
}

/** A read shared with others may begin before what is asked for. */
async function readOn(source: ReplaySource, cursor: Position): Promise<Events> {
  return (await source.read(cursor)).filter(({ position }) => position > cursor);
}
