import type { Event, Position, RecordedEvent } from '@noroshi/event-sourcing';

/** Everything after a position, or the first page of it. */
export interface Page<E extends Event> {
  readonly after: Position;
  readonly events: readonly RecordedEvent<E>[];
  /** Nothing is left out up to the end that the log had when it was asked. */
  readonly complete: boolean;
}

/** Clients of a killed gateway come back within moments, nearly all from the same place. */
const GATHER_MS = 10;
const PAGE_SIZE = 1000;

/** One read of the log for all who ask at about the same time: from the earliest of their positions. */
export class SharedReads<E extends Event> {
  readonly #read: (after: Position, limit: number) => Promise<readonly RecordedEvent<E>[]>;
  #gathering: { after: Position; readonly page: Promise<Page<E>> } | undefined;

  constructor(read: (after: Position, limit: number) => Promise<readonly RecordedEvent<E>[]>) {
    this.#read = read;
  }

  /** Includes everything that the page of `after` alone would, unless others began so much earlier that it ends before. */
  page(after: Position): Promise<Page<E>> {
    if (this.#gathering) {
      this.#gathering.after = Math.min(this.#gathering.after, after);
      return this.#gathering.page;
    }
    const gathering = { after, page: this.#later() };
    this.#gathering = gathering;
    return gathering.page;
  }

  async #later(): Promise<Page<E>> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    const after = this.#gathering?.after ?? 0;
    this.#gathering = undefined;
    const events = await this.#read(after, PAGE_SIZE);
    return { after, events, complete: events.length < PAGE_SIZE };
  }
}
