import type { Position } from '@noroshi/event-sourcing';

/** When the last few events were recorded: an acknowledgement knows only the position. Bounded; forgets the oldest. */
export class RecentTimes {
  readonly #capacity: number;
  readonly #times = new Map<Position, number>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  remember(position: Position, recordedAt: number): void {
    this.#times.set(position, recordedAt);
    if (this.#times.size <= this.#capacity) return;
    const [oldest] = this.#times.keys();
    if (oldest !== undefined) this.#times.delete(oldest);
  }

  at(position: Position): number | undefined {
    return this.#times.get(position);
  }
}
