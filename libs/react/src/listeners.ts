/** Those who hear of a change of something that is the same for all of them. */
export class Listeners {
  readonly #all = new Set<() => void>();

  add(listener: () => void): () => void {
    // One function may be given twice, and each of the two ends for itself.
    const own = (): void => listener();
    this.#all.add(own);
    return () => this.#all.delete(own);
  }

  tell(): void {
    for (const listener of [...this.#all]) listener();
  }
}
