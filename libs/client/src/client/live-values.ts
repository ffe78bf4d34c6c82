import type { Live } from '../api/live.js';
import { soon } from './soon.js';

class Watched {
  readonly #listeners = new Set<() => void>();
  readonly #begin: (() => void) | undefined;
  #hasBegun = false;

  constructor(begin?: () => void) {
    this.#begin = begin;
  }

  subscribe(listener: () => void): () => void {
    // The same function twice is two subscriptions.
    const own = (): void => listener();
    this.#listeners.add(own);
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#begin?.();
    }
    return () => this.#listeners.delete(own);
  }

  protected notify(): void {
    if (this.#listeners.size > 0) soon(this.#tell);
  }

  readonly #tell = (): void => {
    for (const listener of [...this.#listeners]) listener();
  };
}

/** A value that is set. `begin` is called at the first `subscribe`. */
export class Value<T> extends Watched implements Live<T> {
  #value: T;

  constructor(value: T, begin?: () => void) {
    super(begin);
    this.#value = value;
  }

  get current(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.notify();
  }
}

/** A value that follows from others, made when it is read. `stale` says that they have changed. */
export class Derived<T> extends Watched implements Live<T> {
  readonly #make: () => T;
  #made: { readonly value: T } | undefined;

  constructor(make: () => T, begin?: () => void) {
    super(begin);
    this.#make = make;
  }

  get current(): T {
    return (this.#made ??= { value: this.#make() }).value;
  }

  stale(): void {
    this.#made = undefined;
    this.notify();
  }
}
