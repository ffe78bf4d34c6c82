import type { ReadModel } from './operator-api.js';

/** How much of a read model is built anew: 0 to 1; undefined: it is not. */
export function rebuiltShare({ rebuilding }: ReadModel): number | undefined {
  if (!rebuilding) return undefined;
  return Math.min(1, rebuilding.position / Math.max(1, rebuilding.target));
}

/** Who is behind, for good or for now: reading again is what the others do by themselves. */
export const healthOf = ({
  lag,
  isWaiting,
}: {
  readonly lag: number;
  readonly isWaiting: boolean;
}): 'upToDate' | 'behind' | 'absent' => (lag === 0 ? 'upToDate' : isWaiting ? 'behind' : 'absent');
