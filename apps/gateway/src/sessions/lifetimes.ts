import type { Hub, Session } from '@noroshi/hub';
import { disconnects, type Disconnect } from '@noroshi/protocol';

export interface LifetimeSettings {
  /** Seconds without a frame from the client. */
  readonly idleTimeout: number;
  /** Seconds. */
  readonly maxConnectionAge: number;
}

const AUTHENTICATION_DEADLINE_MS = 5000;

/** One pass a second over all sessions instead of a timer each. */
export const SWEEP_EVERY_MS = 1000;

/** Why a session's time is over, if it is. `anonymous`: somebody without identity may stay. */
export function overdue(
  session: Session,
  {
    now,
    settings,
    anonymous,
  }: { readonly now: number; readonly settings: LifetimeSettings; readonly anonymous: boolean },
): Disconnect | undefined {
  const { identity, connectedAt, lastActivity } = session;
  if (!identity && !anonymous && now - connectedAt > AUTHENTICATION_DEADLINE_MS)
    return disconnects.authenticationDeadline;
  if (identity?.expiresAt !== undefined && identity.expiresAt <= now) return disconnects.expired;
  if (now - lastActivity > settings.idleTimeout * 1000) return disconnects.idle;
  return now - connectedAt > settings.maxConnectionAge * 1000 ? disconnects.aged : undefined;
}

export function sweepSessions(hub: Hub, settings: LifetimeSettings & { readonly anonymous: boolean }): void {
  const now = Date.now();
  for (const session of hub.sessions()) {
    const disconnect = overdue(session, { now, settings, anonymous: settings.anonymous });
    if (disconnect) session.close(disconnect);
  }
}
