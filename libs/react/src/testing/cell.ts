import type { Live } from '@noroshi/client';

/** A value that a test changes, and that knows how many hear of it. */
export class Cell<T> implements Live<T> {
  readonly #listeners = new Set<() => void>();

  constructor(public current: T) {}

  get subscribers(): number {
    return this.#listeners.size;
  }

  subscribe(listener: () => void): () => void {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  become(value: T): void {
    this.current = value;
    for (const listener of [...this.#listeners]) listener();
  }
}
