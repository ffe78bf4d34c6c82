import type { Client, Live, StreamItems, StreamName } from '@noroshi/client';
import { lingering } from './lingering.js';
import { Listeners } from './listeners.js';

export interface StreamState<S extends StreamName> {
  /** Oldest first. */
  readonly items: readonly StreamItems[S][];
  /** Why there is nothing. */
  readonly refused?: { readonly code: string; readonly message: string };
}

export const NOTHING_YET: StreamState<never> = { items: [] };

/** The last items of a stream, watched only while somebody looks. */
export class StreamWindow<S extends StreamName> implements Live<StreamState<S>> {
  readonly #listeners = new Listeners();
  readonly #watch: () => () => void;
  #state: StreamState<S> = NOTHING_YET;

  constructor(client: Client, { name, keep }: { readonly name: S; readonly keep: number }) {
    this.#watch = lingering(() => {
      const unwatch = client.streams.watch(
        name,
        (items) => this.#become({ items: [...this.#state.items, ...items].slice(-keep) }),
        (refused) => this.#become({ ...this.#state, refused }),
      );
      return () => {
        unwatch();
        // Whoever watches again gets what the server holds, from its beginning.
        this.#state = NOTHING_YET;
      };
    });
  }

  get current(): StreamState<S> {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    const unlisten = this.#listeners.add(listener);
    const unwatch = this.#watch();
    return () => {
      unlisten();
      unwatch();
    };
  }

  #become(state: StreamState<S>): void {
    this.#state = state;
    this.#listeners.tell();
  }
}
