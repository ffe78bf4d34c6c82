/** A set of 32-bit numbers that only grows, at little more than four bytes each. */
export class Fingerprints {
  /** In order, so that a look is a binary search. */
  #sorted: Int32Array;
  #recent = new Set<number>();

  constructor(known: Iterable<number> = []) {
    this.#sorted = Int32Array.from(known).sort();
  }

  /** At most: what was added twice may count twice. */
  get size(): number {
    return this.#sorted.length + this.#recent.size;
  }

  add(fingerprint: number): void {
    this.#recent.add(fingerprint);
    // Merging costs as much as is kept: the more that is, the rarer.
    if (this.#recent.size > 64 + this.#sorted.length / 16) this.#merge();
  }

  has(fingerprint: number): boolean {
    return this.#recent.has(fingerprint) || this.#isSorted(fingerprint);
  }

  #merge(): void {
    const merged = new Int32Array(this.size);
    merged.set(this.#sorted);
    merged.set([...this.#recent], this.#sorted.length);
    this.#sorted = merged.sort();
    this.#recent = new Set();
  }

  #isSorted(fingerprint: number): boolean {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] ?? Infinity) < fingerprint) low = middle + 1;
      else high = middle;
    }
    return this.#sorted[low] === fingerprint;
  }
}
