import { isReached } from '../../core/offsets.js';
import type { FrameOf } from '../frames.js';
import { Value } from '../live-values.js';

/** How many messages of others one has not read: what the server counted, and what came since. */
export function createUnread(begin: () => void) {
  const count = new Value(0, begin);
  /** Up to here it is counted. */
  let countedTo: string | undefined;
  return {
    count,
    told({ unreadCount, offset }: { readonly unreadCount: number; readonly offset: string }): void {
      countedTo = offset;
      count.set(unreadCount);
    },
    /** Somebody else said something. */
    said(offset: string): void {
      if (isReached(offset, countedTo)) return;
      countedTo = offset;
      count.set(count.current + 1);
    },
    read: ({ unreadCount }: FrameOf<'read'>) => count.set(unreadCount),
  };
}
