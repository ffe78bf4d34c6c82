import type { GatewayEvent } from './session-events.js';

/**
 * Puts the numbered events of one run in order.
 *
 * What comes before its turn is held until the hole is filled: an entry that overtook an exit of the same connection would
 * else be undone by it. A hole that is never filled ends with the run: whoever notices it asks for a new one.
 */
export class RunSequence {
  /** Everything up to this change has been given out. */
  #done: number;
  readonly #ahead = new Map<number, GatewayEvent>();
  /** The run's beginning is not known: it has aged out of the log. */
  readonly #isTorn: boolean;

  /** @param first the run's first event that was seen */
  constructor(first: GatewayEvent) {
    this.#done = first.change - 1;
    this.#isTorn = first.type !== 'GatewayStarted';
  }

  /** What is due now, in order. */
  take(event: GatewayEvent): readonly GatewayEvent[] {
    if (event.change <= this.#done) return [];
    this.#ahead.set(event.change, event);
    const due: GatewayEvent[] = [];
    for (let next = this.#next(); next; next = this.#next()) {
      this.#ahead.delete(next.change);
      this.#done = next.change;
      due.push(next);
    }
    return due;
  }

  misses(change: number): boolean {
    return this.#isTorn || change > this.#done;
  }

  #next(): GatewayEvent | undefined {
    return this.#ahead.get(this.#done + 1);
  }
}
