/**
 * Remembers at least the last `most` ids that were new, and at most twice as many: when the newer half is full, the older
 * half is forgotten as a whole.
 */
export class RecentIds {
  #newer = new Set<string>();
  #older = new Set<string>();

  constructor(private readonly most: number) {}

  /** False: it was here before. */
  isNew(id: string): boolean {
    if (this.#newer.has(id) || this.#older.has(id)) return false;
    if (this.#newer.size >= this.most) {
      this.#older = this.#newer;
      this.#newer = new Set();
    }
    this.#newer.add(id);
    return true;
  }
}
