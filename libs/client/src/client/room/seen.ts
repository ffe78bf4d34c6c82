import { isReached, laterOffset } from '../../core/offsets.js';

/** What is repeated is repeated within this many. */
const REMEMBERED = 256;

/** Tells what was told before: after the core was changed, or another tab came with less, the log is read again from there. */
export class Seen {
  readonly #recent = new Set<string>();
  #floor: string | undefined;
  #last: string | undefined;

  /** The furthest offset seen. */
  get last(): string | undefined {
    return this.#last;
  }

  isNew(offset: string): boolean {
    if (isReached(offset, this.#floor) || this.#recent.has(offset)) return false;
    this.#last = laterOffset(this.#last, offset);
    this.#recent.add(offset);
    if (this.#recent.size > REMEMBERED) this.#forgetOne();
    return true;
  }

  /** What is told from now on comes after this. */
  reached(offset: string): void {
    this.#last = laterOffset(this.#last, offset);
    this.#floor = laterOffset(this.#floor, offset);
  }

  #forgetOne(): void {
    const [oldest] = this.#recent;
    if (oldest === undefined) return;
    this.#recent.delete(oldest);
    this.#floor = laterOffset(this.#floor, oldest);
  }
}
