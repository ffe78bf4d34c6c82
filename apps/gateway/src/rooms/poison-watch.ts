import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { CounterMetric, Logger } from '@noroshi/telemetry';

export interface PoisonWatchOptions {
  readonly logger: Pick<Logger, 'error'>;
  readonly events: CounterMetric<never>;
}

/** Positions remembered, so that a room that is opened again and again does not fill the log. */
const REMEMBERED = 1_000;

/** Sees that an event which can't be folded or told stops nothing, and is told of once. The read models bury it. */
export class PoisonWatch {
  readonly #options: PoisonWatchOptions;
  readonly #known = new Set<number>();

  constructor(options: PoisonWatchOptions) {
    this.#options = options;
  }

  met({ lane, position }: RecordedEvent, reason: unknown): void {
    if (this.#known.has(position)) return;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.add(position);
    this.#options.events.inc();
    this.#options.logger.error('an event of a room counts for nothing here', { lane, position, cause: reason });
  }

  /** False when it threw. */
  guard(recorded: RecordedEvent, use: () => unknown): boolean {
    try {
      use();
      return true;
    } catch (cause) {
      this.met(recorded, cause);
      return false;
    }
  }
}
