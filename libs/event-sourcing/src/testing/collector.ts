import type { RecordedEvent } from '../event.js';
import type { Noted } from './harness.js';

/** Keeps what a feed delivers, and says when there is enough of it. */
export interface Collector {
  readonly events: readonly RecordedEvent<Noted>[];
  readonly notes: readonly string[];
  readonly onEvent: (recorded: RecordedEvent<Noted>) => void;
  /** Resolves once at least `count` events have been delivered. */
  has(count: number): Promise<void>;
}

export function collector(): Collector {
  const events: RecordedEvent<Noted>[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    events,
    get notes() {
      return events.map(({ event }) => event.note);
    },
    onEvent: (recorded) => {
      events.push(recorded);
      for (const { count, resolve } of waiting) if (events.length >= count) resolve();
      waiting = waiting.filter(({ count }) => events.length < count);
    },
    has: (count) =>
      events.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
  };
}
