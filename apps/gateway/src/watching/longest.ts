/** The longest of what was measured since it was last asked for. */
export class Longest {
  #longest: number | undefined;

  observe(value: number): void {
    if (this.#longest === undefined || value > this.#longest) this.#longest = value;
  }

  /** Undefined: nothing was measured since. */
  take(): number | undefined {
    const longest = this.#longest;
    this.#longest = undefined;
    return longest;
  }
}
