import type { Event, RecordedEvent } from '@noroshi/event-sourcing';

/** One thing that happened, as targets are told of it. */
export interface Delivery {
  /** Unique over everything that is ever told; the same whenever this is told again. */
  readonly id: string;
  /** Of the event. */
  readonly type: string;
  /** Absent: it is of no room. */
  readonly roomId?: string;
  /** When the log stored it, in milliseconds since 1970. */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** As it goes over the wire, whatever the wire. */
export const bodyOf = ({ type, at, data }: Delivery): string =>
  JSON.stringify({ type, timestamp: new Date(at).toISOString(), data });

/** Makes of the events of one log what targets are told. */
export interface Translation<E extends Event> {
  /** Of the log, and part of the names of what is kept of it. */
  readonly category: string;
  readonly lanes: readonly string[];
  /** What an event means depends on those before it: it has to be shown them all, in order, from the log's beginning. */
  readonly needsHistory: boolean;
  /** Most events are one delivery, some are none, and some are several. */
  translate(recorded: RecordedEvent<E>): readonly Delivery[];
  /** The same once more, of an event of long ago. @throws Outage */
  again(recorded: RecordedEvent<E>): Promise<readonly Delivery[]>;
}
