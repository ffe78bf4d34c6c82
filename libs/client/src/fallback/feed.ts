import type { ServerFrame } from '../wire/server-frame.js';
import type { HttpCaller } from './http-caller.js';

export interface FeedWish {
  readonly rooms: readonly string[];
  readonly cursor: string;
  readonly guestId: string | undefined;
}

export interface FeedListener {
  /** `cursor`: after them; absent: none of them moves it. */
  told(frames: readonly ServerFrame[], cursor?: string): void;
  /** Once, and nothing after it. */
  failed(error: unknown): void;
}

/** Tells what happens in rooms from a place on, until it is closed. */
export type OpenFeed = (caller: HttpCaller, wish: FeedWish, listener: FeedListener) => { close(): void };

/** The end of a stream as the server told it: what a close code says to a socket. */
export class FeedClosed extends Error {
  constructor(
    readonly code: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** As the server takes them: a comma within an id is encoded, one between two is not. */
export const roomsParameter = (rooms: readonly string[]): string => `rooms=${rooms.map(encodeURIComponent).join(',')}`;
