import type { Session } from '@noroshi/hub';
import type { PresenceReporter } from './presence-reporter.js';

/** Tells which connections have fallen idle and which have woken. `awayAfter` is in seconds, `now` in milliseconds. */
export function tellIdle(
  sessions: Iterable<Pick<Session, 'connectionId' | 'actedAt'>>,
  presence: Pick<PresenceReporter, 'idle'>,
  { awayAfter, now }: { readonly awayAfter: number; readonly now: number },
): void {
  for (const { connectionId, actedAt } of sessions) presence.idle(connectionId, now - actedAt >= awayAfter * 1000);
}
