/** First tries come soon, since most cuts are short; the bound is how long a healed network goes unnoticed. */
const BASE_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before try number `attempt` (from 0): full jitter, anywhere between 0 and the doubled bound, so that those
 * who were cut at the same moment do not come back at the same moment.
 */
export const backoffMs = (attempt: number, random: () => number): number =>
  Math.round(random() * Math.min(LONGEST_MS, BASE_MS * 2 ** Math.min(attempt, 30)));
