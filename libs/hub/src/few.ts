const FEW = 8;
const none: readonly never[] = [];

/** A set that is small nearly always, one of many: while it is, it takes a fifth of the memory of a `Set`. In order of entry. */
export class Few<T> implements Iterable<T> {
  #items: readonly T[] | Set<T> = none;

  get size(): number {
    return this.#items instanceof Set ? this.#items.size : this.#items.length;
  }

  has(item: T): boolean {
    return this.#items instanceof Set ? this.#items.has(item) : this.#items.includes(item);
  }

  add(item: T): void {
    if (this.has(item)) return;
    if (this.#items instanceof Set) this.#items.add(item);
    // An array that is made at its length has no room to spare, unlike one that grows.
    else if (this.#items.length === 0) this.#items = [item];
    else this.#items = this.#items.length < FEW ? this.#items.concat([item]) : new Set([...this.#items, item]);
  }

  /** @returns whether it was there */
  delete(item: T): boolean {
    if (this.#items instanceof Set) return this.#items.delete(item);
    const { length } = this.#items;
    const left = this.#items.filter((other) => other !== item);
    this.#items = left.length === 0 ? none : left;
    return left.length < length;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#items[Symbol.iterator]() as IterableIterator<T>;
  }
}
