export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
}

/** First tries come soon, since most cuts are short; the cap bounds how long a healed network goes unnoticed. */
export const reconnectBackoff: Backoff = { baseMs: 500, capMs: 15_000 };

/**
 * How long to wait before try number `attempt` (from 0), in ms: full jitter, anywhere between 0 and the doubled bound, so
 * that clients cut at the same moment do not come back at the same moment.
 */
export function backoffDelay({ baseMs, capMs }: Backoff, attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30)));
}
