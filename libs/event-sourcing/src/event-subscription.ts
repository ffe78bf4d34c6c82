import type { Event, Position, RecordedEvent } from './event.js';

/**
 * Everything that happens in some lanes, from a position on: for projections, reactors and relays.
 *
 * At least once, in order of position. The loop's body is the acknowledgement: the next event comes when it is done.
 */
export interface EventSubscription<E extends Event> extends AsyncIterable<RecordedEvent<E>> {
  /** Settles once all events that were stored when the subscription began have been handled; stays pending when closed before. */
  readonly caughtUp: Promise<void>;
  /** Ends the iteration after the event in hand. */
  close(): Promise<void>;
}

export interface EventSource<E extends Event> {
  /** @throws EventLogUnavailable */
  subscribe(options: SubscribeOptions): Promise<EventSubscription<E>>;
}

export interface SubscribeOptions {
  readonly category: string;
  /** Lane names; of every entity of the category. */
  readonly lanes: readonly string[];
  /** Exclusive: the position of a checkpoint, 0 for everything. */
  readonly after: Position;
}
