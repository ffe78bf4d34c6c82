import { setTimeout as delay } from 'node:timers/promises';

import { PATIENCE_MS } from './patience.js';

export interface EventuallyOptions {
  /** What is awaited, as it should read in "… did not happen". */
  readonly reason: string;
  /** Milliseconds; the patience of tests unless given. */
  readonly timeoutMs?: number;
}

const POLL_MS = 20;

/**
 * Awaits a condition of another process, where no event can be awaited. The probe holds when it returns something other
 * than `false`, `null` or `undefined`; that value is returned. A probe that throws counts as not yet, and its last error
 * is the cause of the failure.
 * @throws Error naming the reason after `timeoutMs`.
 */
export const eventually = async <T>(
  probe: () => T | Promise<T>,
  { reason, timeoutMs = PATIENCE_MS }: EventuallyOptions,
): Promise<Exclude<T, false | null | undefined>> => {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const value = await probe();
      if (isHeld(value)) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await delay(POLL_MS);
  } while (performance.now() < deadline);
  throw new Error(`${reason}: not within ${timeoutMs} ms`, { cause });
};

const isHeld = <T>(value: T): value is Exclude<T, false | null | undefined> =>
  value !== false && value !== null && value !== undefined;
