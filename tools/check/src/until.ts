import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

export interface Until {
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks; 50 unless given. */
  readonly everyMs?: number;
}

/** Whether a condition of other processes came to hold in time; false too when the run was ended meanwhile. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { withinMs, signal, everyMs = POLL_MS }: Until,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!signal.aborted) {
    if (await holds()) return true;
    if (performance.now() >= deadline) return false;
    await delay(everyMs);
  }
  return false;
}
