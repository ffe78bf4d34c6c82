import type { Live } from '../api/live.js';
import { soon } from './soon.js';

/** A value that follows from others, made when it is read. `begin` is called at the first `subscribe`. */
export class Derived<T> implements Live<T> {
  readonly #listeners = new Set<() => void>();
  readonly #make: () => T;
  #begin: (() => void) | undefined;
  #made: { readonly value: T } | undefined;

  constructor(make: () => T, begin?: () => void) {
    this.#make = make;
    this.#begin = begin;
  }

  get current(): T {
    return (this.#made ??= { value: this.#make() }).value;
  }

  subscribe(listener: () => void): () => void {
    // The same function twice is two subscriptions.
    const own = (): void => listener();
    this.#listeners.add(own);
    const begin = this.#begin;
    this.#begin = undefined;
    begin?.();
    return () => this.#listeners.delete(own);
  }

  /** What it follows from has changed. */
  stale(): void {
    this.#made = undefined;
    if (this.#listeners.size > 0) soon(this.#tell);
  }

  readonly #tell = (): void => {
    for (const listener of [...this.#listeners]) listener();
  };
}

/** A value that is set. */
export class Value<T> extends Derived<T> {
  #value: T;

  constructor(value: T, begin?: () => void) {
    super(() => this.#value, begin);
    this.#value = value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.stale();
  }
}
