import { EventLogFull, type Event, type EventStore } from '@noroshi/event-sourcing';

/** Nobody may be posting any more, so that nothing else would tell that there is room again. */
const BELIEVED_MS = 15_000;

/** Knows whether the log had room when something was last appended here. */
export class LogRoom {
  #refusedAt = -Infinity;

  /** The same store, watched; its methods are its own properties, as those of the JetStream one are. */
  watch<E extends Event>(store: EventStore<E>): EventStore<E> {
    return {
      ...store,
      append: async (lane, event, options) => {
        try {
          const result = await store.append(lane, event, options);
          if (result.stored) this.#refusedAt = -Infinity;
          return result;
        } catch (cause) {
          if (cause instanceof EventLogFull) this.#refusedAt = Date.now();
          throw cause;
        }
      },
    };
  }

  isFull(now = Date.now()): boolean {
    return now - this.#refusedAt < BELIEVED_MS;
  }
}
