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
  const age = now - connectedAt;
  const times: readonly (readonly [Disconnect, boolean])[] = [
    [disconnects.authenticationDeadline, !identity && !anonymous && age > AUTHENTICATION_DEADLINE_MS],
    [disconnects.expired, (identity?.expiresAt ?? Infinity) <= now],
    [disconnects.idle, now - lastActivity > settings.idleTimeout * 1000],
    [disconnects.aged, age > settings.maxConnectionAge * 1000],
  ];
  return times.find(([, isOver]) => isOver)?.[0];
}

export function sweepSessions(hub: Hub, settings: LifetimeSettings & { readonly anonymous: boolean }): void {
  const now = Date.now();
  for (const session of hub.sessions()) {
    const disconnect = overdue(session, { now, settings, anonymous: settings.anonymous });
    if (disconnect) session.close(disconnect);
  }
}
