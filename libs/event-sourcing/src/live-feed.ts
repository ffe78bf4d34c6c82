import type { Event, Position, RecordedEvent } from './event.js';

/**
 * One entity's events as they are stored, for those who show them to people.
 *
 * Guarantees (`liveFeedContract`): each event of the followed lanes after the given positions is delivered exactly once,
 * in order of position; what the transport lost is read from the log before anything later is delivered.
 */
export interface LiveFeed<E extends Event> {
  /** Resolves when everything stored so far has been delivered. @throws EventLogUnavailable */
  follow(options: FollowOptions<E>): Promise<Following>;
}

export interface FollowOptions<E extends Event> {
  readonly category: string;
  readonly entity: string;
  /** Lane name to the position to follow it after, exclusive; `latest`: only what comes from now on. */
  readonly after: Readonly<Record<string, Position | 'latest'>>;
  readonly onEvent: (recorded: RecordedEvent<E>) => void;
}

export interface Following {
  /** The last position delivered (or skipped by `latest`) of a lane. */
  position(lane: string): Position;
  /** Asks the log for what is not delivered yet: after a reconnect, or when somebody knows of a later position. */
  catchUp(): Promise<void>;
  close(): void;
}
