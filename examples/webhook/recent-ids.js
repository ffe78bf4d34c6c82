/** The last ids, to know what comes again: an event is told until it was answered with 2xx, and the answer may be lost. */
export class RecentIds {
  #newer = new Set();
  #older = new Set();

  constructor(kept = 10_000) {
    this.kept = kept;
  }

  has(id) {
    return this.#newer.has(id) || this.#older.has(id);
  }

  add(id) {
    this.#newer.add(id);
    if (this.#newer.size < this.kept / 2) return;
    this.#older = this.#newer;
    this.#newer = new Set();
  }
}
