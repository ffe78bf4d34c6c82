import type { Event, Position, RecordedEvent } from '@noroshi/event-sourcing';

/** Everything after a position, or the first page of it. */
export interface Page<E extends Event> {
  readonly after: Position;
  /** Everything after this position is told; later than `after` when the log holds less. */
  readonly from: Position;
  readonly events: readonly RecordedEvent<E>[];
  /** Nothing is left out up to the end that the log had when it was asked. */
  readonly complete: boolean;
}

/** Clients of a killed gateway come back within moments, nearly all from the same place. */
const GATHER_MS = 10;
const PAGE_SIZE = 1000;

/** How the log is read. */
export interface ReadsOf<E extends Event> {
  read(after: Position, limit: number): Promise<readonly RecordedEvent<E>[]>;
  /** From where on nothing is missing: `after`, or later. */
  wholeAfter(after: Position): Promise<Position>;
}

/** One read of the log for all who ask at about the same time: from the earliest of their positions. */
export class SharedReads<E extends Event> {
  readonly #log: ReadsOf<E>;
  #gathering: { after: Position; readonly page: Promise<Page<E>> } | undefined;

  constructor(log: ReadsOf<E>) {
    this.#log = log;
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
    const events = await this.#log.read(after, PAGE_SIZE);
    // After the reading: what is removed meanwhile is not taken for read.
    const from = await this.#log.wholeAfter(after);
    return { after, from, events, complete: events.length < PAGE_SIZE };
  }
}
