import type { DaysKept } from '@noroshi/settings';

/** How many days the messages of a room are kept; 0: for good. */
export function daysIn(kept: readonly DaysKept[]): (roomId: string) => number {
  const days = new Map(kept.map((each) => [each.roomId, each.days]));
  return (roomId) => days.get(roomId) ?? days.get(undefined) ?? 0;
}
