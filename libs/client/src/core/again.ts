import type { Refusal } from './messages.js';

/** Of the catalogue (docs/errors.md): the same may succeed a little later by itself. Others wait for somebody to do something. */
const passing = new Set(['rate_limited', 'unavailable', 'internal', 'log_full']);

export const isPassing = ({ code }: Pick<Refusal, 'code'>): boolean => passing.has(code);

/** The server says seconds; without a word a second. */
export const againAfterMs = ({ retryAfter = 1 }: { readonly retryAfter?: number | undefined }): number =>
  retryAfter * 1_000;
