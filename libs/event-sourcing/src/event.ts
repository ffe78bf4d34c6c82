/** A fact, in the past tense: `{ type: 'MessagePosted', … }`. Plain JSON, so that every log can keep it. */
export interface Event {
  readonly type: string;
}

/** Place in the log: a total order over all lanes, with gaps, starting at 1. `0` is before the first event. */
export type Position = number;

/** One ordered sequence of events of one entity, such as the `talk` of room `lobby`. Any Unicode is allowed in `entity`. */
export interface Lane {
  readonly category: string;
  readonly entity: string;
  readonly name: string;
}

/** An event as the log keeps it; also one of a later version, or what stands for a message that is none (`Undecodable`). */
export interface RecordedEvent<E extends Event = Event> {
  readonly event: E;
  readonly lane: Lane;
  readonly position: Position;
  /** The log's clock, in milliseconds since 1970. */
  readonly recordedAt: number;
  /** Of the request that caused it, as W3C Trace Context writes a `traceparent`; absent where that is not traced. */
  readonly trace?: string;
}

export const sameLane = (a: Lane, b: Lane): boolean =>
  a.name === b.name && a.entity === b.entity && a.category === b.category;
