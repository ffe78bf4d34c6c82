import type { Event, RecordedEvent } from '../event.js';

/** What subscriptions and followers see of an in-memory log. */
export interface LogTail<E extends Event> {
  /** The event at index i has position i + 1. */
  readonly events: readonly RecordedEvent<E>[];
  /** Returns how to stop listening. */
  onAppend(listener: () => void): () => void;
}
