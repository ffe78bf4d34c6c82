import type { Live } from './live.js';
import type { Message } from './message.js';

export interface TimelineState {
  /** Oldest first, one's own pending and failed ones last. */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** The window does not reach the end: new messages are counted in `newer` and not shown. */
  readonly hasNewer: boolean;
  readonly newer: number;
  readonly loading: 'none' | 'first' | 'older' | 'newer';
  /** The last load did not succeed; the next call tries again. */
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * A contiguous window on a room's messages: history joined with what comes live, without hole or repeat, edits and reactions
 * applied. At most a thousand stored messages are held: the far end is let go of as the other grows.
 */
export interface Timeline extends Live<TimelineState> {
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Loads the surroundings of a message, such as a search result or the first unread one. */
  jumpTo(offset: string): Promise<void>;
  jumpToLatest(): Promise<void>;
  close(): void;
}
