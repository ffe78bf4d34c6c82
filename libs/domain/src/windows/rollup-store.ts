import type { Rollup } from './rollup.js';

export interface RollupRange {
  readonly roomId: string;
  /** Milliseconds since 1970: minutes that began then or later. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** 1 or more. */
  readonly limit: number;
}

/**
 * Where rollups are kept.
 *
 * Guarantees (`rollupStoreContract`): of each room and minute there is one, with the larger of each figure that was put.
 * Whoever counts a minute anew, or not to its end yet, has counted fewer, never more: so writers may repeat one another, and
 * overtake one another. Every method throws an Outage when the rollups can't be reached.
 */
export interface RollupStore {
  /** Settles when they are kept for good. */
  put(rollups: readonly Rollup[]): Promise<void>;
  /** Of one room, oldest first, the first ones of the range. Minutes in which nothing happened are left out. */
  range(range: RollupRange): Promise<readonly Rollup[]>;
}

export const larger = (a: Rollup, b: Rollup): Rollup => ({
  roomId: a.roomId,
  minute: a.minute,
  messages: Math.max(a.messages, b.messages),
  activeUsers: Math.max(a.activeUsers, b.activeUsers),
  joins: Math.max(a.joins, b.joins),
  peakPresence: Math.max(a.peakPresence, b.peakPresence),
});
