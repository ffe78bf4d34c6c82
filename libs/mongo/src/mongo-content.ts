import type { Event, Lane, RecordedEvent } from '@noroshi/event-sourcing';

/** What one collection keeps of the log. Every method throws MongoUnavailable. */
export interface MongoContent<E extends Event> {
  /** Makes it read and write this collection, which need not exist. */
  open(collection: string): Promise<void>;
  /** In order. What comes again changes nothing. */
  write(batch: readonly RecordedEvent<E>[]): Promise<void>;
  /** Makes of one entity what these events fold to, while nobody else writes. */
  refold(entity: Lane['entity'], events: readonly RecordedEvent<E>[]): Promise<void>;
}
