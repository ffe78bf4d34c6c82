import type { Message } from '../../api/message.js';
import type { HistoryPage, HistoryQuery } from '../../api/room.js';
import { isReached } from '../../core/offsets.js';

interface Needs {
  readonly history: (query: HistoryQuery) => Promise<HistoryPage>;
  readonly closed: (feed: MessageFeed) => void;
}

/** Kept for somebody who takes them slowly. What comes beyond is read from the history when it is its turn. */
const MOST_KEPT = 500;
const PAGE = 100;

/** New messages one after the other, however slowly they are taken: memory is bounded, and none is left out. */
export class MessageFeed implements AsyncIterator<Message> {
  readonly #needs: Needs;
  #kept: Message[] = [];
  /** There is more after the last one that was kept. */
  #isBehind = false;
  #reached: string | undefined;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(needs: Needs, from: string | undefined) {
    this.#needs = needs;
    this.#reached = from;
  }

  said(message: Message): void {
    if (this.#kept.length >= MOST_KEPT) this.#isBehind = true;
    if (!this.#isBehind) this.#kept.push(message);
    this.#wake?.();
  }

  /** Something was missed that will not come live. */
  missed(): void {
    this.#isBehind = true;
    this.#wake?.();
  }

  /** What is kept is still given. */
  end(): void {
    this.#isClosed = true;
    this.#wake?.();
    this.#needs.closed(this);
  }

  async next(): Promise<IteratorResult<Message>> {
    for (;;) {
      const value = this.#kept.shift();
      if (value) {
        if (isReached(value.offset ?? '', this.#reached)) continue;
        this.#reached = value.offset;
        return { value, done: false };
      }
      if (this.#isClosed) return { value: undefined, done: true };
      if (this.#isBehind) await this.#catchUp();
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  return(): Promise<IteratorResult<Message>> {
    this.#kept = [];
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** @throws NoroshiError: what was missed can't be read; the next call tries again */
  async #catchUp(): Promise<void> {
    // From now on what comes is kept again, behind the page.
    this.#isBehind = false;
    const after = this.#reached;
    try {
      const { items, hasMore } = await this.#needs.history({ limit: PAGE, ...(after !== undefined && { after }) });
      this.#isBehind ||= hasMore && after !== undefined;
      this.#kept = this.#isBehind ? [...items] : [...items, ...this.#kept];
    } catch (cause) {
      this.#isBehind = true;
      throw cause;
    }
  }
}
