import { isReached } from '../../core/offsets.js';
import type { FrameOf } from '../frames.js';
import { Value } from '../live-values.js';

/** How many messages of others one has not read: what the server counted, and what came since. */
export class Unread {
  readonly count: Value<number>;
  /** Up to here it is counted. */
  #countedTo: string | undefined;

  constructor(begin: () => void) {
    this.count = new Value(0, begin);
  }

  told({ unreadCount, offset }: { readonly unreadCount: number; readonly offset: string }): void {
    this.#countedTo = offset;
    this.count.set(unreadCount);
  }

  /** Somebody else said something. */
  said(offset: string): void {
    if (isReached(offset, this.#countedTo)) return;
    this.#countedTo = offset;
    this.count.set(this.count.current + 1);
  }

  read({ unreadCount }: FrameOf<'read'>): void {
    this.count.set(unreadCount);
  }
}
