/** Counts how often a component was drawn. */
export class Draws {
  readonly #counts = new Map<string, number>();

  note(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Since the last call. */
  take(): Record<string, number> {
    const counts = Object.fromEntries(this.#counts);
    this.#counts.clear();
    return counts;
  }
}
