import type { Hub, Session } from '@noroshi/hub';
import { disconnects, type Disconnect } from '@noroshi/protocol';

export interface LifetimeSettings {
  /** Seconds without a frame from the client; up to a tenth longer. */
  readonly idleTimeout: number;
  /** Seconds; up to a tenth less. */
  readonly maxConnectionAge: number;
}

const AUTHENTICATION_DEADLINE_MS = 5000;

/** One pass a second over all sessions instead of a timer each. */
export const SWEEP_EVERY_MS = 1000;

/** Connections that were opened together are not cut together: each has its own place in the last tenth. */
const SPREAD = 0.1;

/** Always the same for one connection; between 0 and 1. */
const placeOf = ({ connectionId }: Session): number =>
  ((connectionId.charCodeAt(0) * 67 + connectionId.charCodeAt(1)) % 101) / 101;

/** Why a session's time is over, if it is. `anonymous`: somebody without identity may stay. */
export function overdue(
  session: Session,
  {
    now,
    settings,
    anonymous,
  }: { readonly now: number; readonly settings: LifetimeSettings; readonly anonymous: boolean },
): Disconnect | undefined {
  const { identity, connectedAt, lastActivity, traits } = session;
  const mayStay = identity !== undefined || (anonymous && !traits.verifiedOnly);
  const age = now - connectedAt;
  // Who can say nothing is not idle for it.
  const isIdle = !traits.listens && now - lastActivity > settings.idleTimeout * 1000 * (1 + SPREAD * placeOf(session));
  const times: readonly (readonly [Disconnect, boolean])[] = [
    [disconnects.authenticationDeadline, !mayStay && age > AUTHENTICATION_DEADLINE_MS],
    [disconnects.expired, (identity?.expiresAt ?? Infinity) <= now],
    [disconnects.idle, isIdle],
    [disconnects.aged, age > settings.maxConnectionAge * 1000 * (1 - SPREAD * placeOf(session))],
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
