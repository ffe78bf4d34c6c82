import type { Refusal } from './messages.js';

/** Of the catalogue (docs/errors.md): the same may succeed a little later by itself. Others wait for somebody to do something. */
const passing = ['rate_limited', 'unavailable', 'internal', 'log_full'];

/** After how many milliseconds to try again; undefined: that does not help. The server says seconds; without a word a second. */
export const againAfterMs = ({ code, retryAfter = 1 }: Pick<Refusal, 'code' | 'retryAfter'>): number | undefined =>
  passing.includes(code) ? retryAfter * 1_000 : undefined;
