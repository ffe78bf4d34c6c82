import type { Event, Lane, Position, RecordedEvent } from './event.js';
import { Outage } from './outage.js';

/**
 * The log that keeps events.
 *
 * Guarantees every adapter keeps (`eventStoreContract`): an append is stored whole or not at all; positions grow in the
 * order of storing over all lanes; what `append` acknowledged is read back; an append with a known idempotency key is
 * stored once and answered with the first one's position.
 */
export interface EventStore<E extends Event> {
  /**
   * Which log this is. Positions of another epoch mean nothing here: a log that was recreated has a new one.
   */
  readonly epoch: string;

  /**
   * @throws EventLogUnavailable when the log did not acknowledge in time: the event may or may not be stored
   * @throws EventLogFull when the log has no room for it: it is not stored
   */
  append(lane: Lane, event: E, options?: AppendOptions): Promise<AppendResult>;

  /**
   * The events of some lanes of one entity, merged in order of position.
   *
   * Consistent over the lanes: everything of these lanes that was stored before the last event returned is returned too
   * (within `range`), so a fold never sees a later fact of one lane without the earlier one of another.
   *
   * @throws EventLogUnavailable
   */
  read(lanes: readonly Lane[], range?: ReadRange): Promise<readonly RecordedEvent<E>[]>;

  /** The event at exactly this position. @throws EventLogUnavailable */
  readAt(position: Position): Promise<RecordedEvent<E> | undefined>;

  /**
   * The position from which on nothing is missing in a lane, `after` or later: events age out of a log, or are purged
   * from it, from a lane's first one on. In doubt the later one, so that no hole is ever taken for silence: when events
   * were removed somewhere, and all that the lane still has is later than `after`, they may have been its own.
   *
   * @throws EventLogUnavailable
   */
  wholeAfter(lane: Lane, after: Position): Promise<Position>;

  /** The last position of a lane, 0 when it is empty. @throws EventLogUnavailable */
  lastPosition(lane: Lane): Promise<Position>;
}

/**
 * Store only while `lane`'s last position is `position` (0: still empty).
 *
 * On the lane that is appended to it is optimistic concurrency; on another lane it is a fence: a post guarded by the
 * control lane can never be stored after a ban that its author had not seen.
 */
export interface Guard {
  readonly lane: Lane;
  readonly position: Position;
}

export interface AppendOptions {
  readonly guard?: Guard;
  /** Unique over the whole log. Checked after the guard: resend under a fresh guard. Remembered for at least two minutes. */
  readonly idempotencyKey?: string;
}

export type AppendResult =
  | {
      readonly stored: true;
      readonly position: Position;
      /** An earlier append had this key. */ readonly duplicate: boolean;
    }
  /** The guard did not hold: its lane's last position is `actual`. */
  | { readonly stored: false; readonly actual: Position };

export interface ReadRange {
  /** Exclusive; 0 by default. */
  readonly after?: Position;
  /** Inclusive; the end of the log by default. */
  readonly upTo?: Position;
  /** At most this many: the first ones. All by default. */
  readonly limit?: number;
}

/** The log can't be reached or did not answer in time. Retry later; nothing is known about what was in flight. */
export class EventLogUnavailable extends Outage {
  override readonly name: string = 'EventLogUnavailable';
}

/** The log answers, and has no room for more: a limit of its own, or of the disk. Nothing was stored. Reading goes on. */
export class EventLogFull extends EventLogUnavailable {
  override readonly name = 'EventLogFull';
}
