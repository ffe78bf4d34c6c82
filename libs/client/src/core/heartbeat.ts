import type { Clock } from './clock.js';

/** Between pings of a quiet connection: under the idle time after which proxies cut (usually a minute). */
const EVERY_MS = 25_000;
/** How long an answer may take. */
const PATIENCE_MS = 8_000;

interface Needs {
  readonly clock: Clock;
  readonly ping: () => void;
  readonly dead: () => void;
}

/** Finds out that nobody is at the other end of a connection that still says it is open. */
export function heartbeat({ clock, ping, dead }: Needs) {
  let next: (() => void) | undefined;
  let verdict: (() => void) | undefined;
  const stop = (): void => {
    next?.();
    verdict?.();
    next = verdict = undefined;
  };
  /** Asks now instead of at the next turn. */
  const probe = (): void => {
    if (verdict) return;
    next?.();
    verdict = clock.after(PATIENCE_MS, dead);
    ping();
  };
  /** Something came in, so the other end lives. */
  const heard = (): void => {
    stop();
    next = clock.after(EVERY_MS, probe);
  };
  return { heard, probe, stop };
}
