import type { Notification } from '@noroshi/client';

type Timed = Pick<Notification, 'at' | 'autoRemove' | 'duration'>;

/** Of one that goes away by itself and does not say when. */
const DEFAULT_MS = 5_000;

/** Milliseconds until it goes away by itself; undefined: it stays. */
export function remainingMs({ at, autoRemove, duration = DEFAULT_MS }: Timed, now: number): number | undefined {
  if (autoRemove !== true) return undefined;
  // A clock that is ahead does not keep it for longer.
  return Math.max(0, Math.min(duration, at + duration - now));
}

/** 1 when it has just come, 0 when it goes. */
export function remainingShare(notification: Timed, now: number): number | undefined {
  const left = remainingMs(notification, now);
  return left === undefined ? undefined : left / Math.max(1, notification.duration ?? DEFAULT_MS);
}
