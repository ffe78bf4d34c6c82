import { setTimeout as delay } from 'node:timers/promises';
import type { Hub, Session } from '@noroshi/hub';
import { disconnects } from '@noroshi/protocol';

/** Sent away at this pace, the clients of a killed-by-upgrade gateway are no storm for those that take them. */
const MS_PER_SESSION = 2;
const LOOK_EVERY_MS = 25;
/** Frames that are being handled when a session's time has come are finished, unless they take longer than this. */
const FINISH_MS = 2000;

interface Leaver {
  readonly session: Session;
  /** Milliseconds since 1970. */
  readonly due: number;
}

/**
 * Sends everybody away, each at a random time of its own and told so beforehand. Until then a connection works as ever; then
 * what it has asked is finished, what it asks more is refused, and it is closed with a code that says "come back".
 *
 * @param withinMs the longest; a gateway with few connections needs less
 */
export async function drainGateway(hub: Hub, withinMs: number): Promise<void> {
  let leaving = announce(hub, withinMs);
  while (leaving.length > 0) {
    const now = Date.now();
    for (const leaver of leaving) if (leaver.due <= now) sendAway(leaver, now);
    leaving = leaving.filter(({ session }) => !session.closed);
    await delay(LOOK_EVERY_MS);
    // Those whose handshake was under way when it began.
    if (leaving.length === 0) leaving = announce(hub, 0);
  }
}

function announce(hub: Hub, withinMs: number): Leaver[] {
  const sessions = [...hub.sessions()];
  const spread = Math.min(withinMs, sessions.length * MS_PER_SESSION);
  const now = Date.now();
  return sessions.map((session) => {
    const afterMs = Math.round(Math.random() * spread);
    session.send({ kind: 'reconnect', afterMs });
    return { session, due: now + afterMs };
  });
}

function sendAway({ session, due }: Leaver, now: number): void {
  session.leaving = true;
  if (session.framesInHand === 0 || now - due > FINISH_MS) session.close(disconnects.goingAway);
}
