import { standingOf, type Handover } from '@noroshi/domain';
import { EventLogUnavailable } from '@noroshi/event-sourcing';
import { Session, type Hub, type Identity, type Pause } from '@noroshi/hub';
import { disconnects } from '@noroshi/protocol';
import type { CounterMetric, Logger } from '@noroshi/telemetry';
import type { PresenceReporter } from '../presence/presence-reporter.js';
import { codeOf } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { CatchUp } from './catch-up.js';
import type { Entrance } from './entrance.js';
import type { FormerSessions } from './former-sessions.js';
import type { Handovers } from './handovers.js';
import { missedSince } from './missed.js';
import { isKnown, presenceOf, type KnownPeer, type Peer } from './peer.js';
import type { ReplaySource } from './replay.js';
import { nowhere } from './nowhere.js';

export interface TakingUpOptions {
  readonly hub: Hub;
  readonly views: Pick<RoomViews, 'glance'>;
  readonly entrance: Pick<Entrance, 'comeBack'>;
  readonly catchUp: Pick<CatchUp, 'bringUp'>;
  readonly presence: Pick<PresenceReporter, 'entered'>;
  readonly former: Pick<FormerSessions, 'release'>;
  readonly handovers: Pick<Handovers, 'ask'>;
  /** Makes the peer's session its user's. */
  readonly become: (peer: Peer, identity: Identity) => Promise<void> | undefined;
  readonly outcomes: CounterMetric<'outcome'>;
  readonly logger: Pick<Logger, 'warn'>;
}

type Place = Handover['rooms'][number];

/** Rooms that somebody who comes from another gateway enters at a time. */
const ENTERED_AT_ONCE = 8;

/** Lets a client that comes back go on with the session that it had, here or on another gateway, without a hole or a repeat. */
export class TakingUp {
  readonly #options: TakingUpOptions;

  constructor(options: TakingUpOptions) {
    this.#options = options;
  }

  /** @returns whether it goes on; else the session has to begin anew, and its client to be told so */
  async goOn(peer: Peer, identity: Identity): Promise<boolean> {
    const wanted = peer.session.traits.formerSession;
    if (wanted === undefined) return false;
    const here = this.#options.hub.session(wanted);
    const outcome = here ? this.#goOnHere(peer, identity, here) : await this.#goOnFromElsewhere(peer, identity, wanted);
    this.#options.outcomes.inc({ outcome });
    return outcome !== 'lost';
  }

  #goOnHere(peer: Peer, identity: Identity, session: Session): 'here' | 'lost' {
    if (!isSame(session, peer.session, identity)) return 'lost';
    const missed = missedBy(session, peer.session);
    if (!missed) {
      // Its client is here, and begins anew.
      session.close(disconnects.goingAway);
      return 'lost';
    }
    this.#options.former.release(session);
    this.#swap(peer, session);
    session.repeat(missed);
    void this.#options.become(peer, identity);
    if (isKnown(peer))
      for (const roomId of session.rooms) void this.#options.presence.entered(presenceOf(peer), roomId);
    return 'here';
  }

  async #goOnFromElsewhere(peer: Peer, identity: Identity, connectionId: string): Promise<'elsewhere' | 'lost'> {
    const handed = await this.#options.handovers.ask(connectionId, identity.user.id);
    const fresh = peer.session;
    const { dialect, traits, address, userAgent } = fresh;
    if (!handed || !dialect.resumes || fresh.closed) return 'lost';
    const memory = dialect.resumes.restore(handed.saved);
    const missed = dialect.resumes.missed(memory, fresh.memory);
    if (!missed) return 'lost';
    // Until it has the connection of the one that came.
    const own = { connectionId, connection: nowhere, dialect, traits, memory, address, userAgent };
    const session = new Session({ ...own, connectedAt: fresh.connectedAt });
    // Its rooms are brought below; what it is to follow besides is asked for after that.
    session.isFollowing = true;
    this.#options.hub.add(session);
    this.#swap(peer, session);
    session.repeat(missed);
    void this.#options.become(peer, identity);
    if (isKnown(peer)) await this.#enterAll(peer, handed.rooms);
    return 'elsewhere';
  }

  #swap(peer: Peer, session: Session): void {
    const fresh = peer.session;
    session.goOnAs(fresh);
    this.#options.hub.remove(fresh);
    peer.session = session;
    session.lastActivity = Date.now();
    session.actedAt = session.lastActivity;
  }

  /** What can't be brought now would be missing in silence: then the client is to begin anew. */
  async #enterAll(peer: KnownPeer, rooms: readonly Place[]): Promise<void> {
    try {
      for (let start = 0; start < rooms.length && !peer.session.closed; start += ENTERED_AT_ONCE) {
        const some = rooms.slice(start, start + ENTERED_AT_ONCE);
        await Promise.all(some.map((place) => this.#enter(peer, place)));
      }
    } catch (cause) {
      this.#options.logger.warn('a session could not go on here', { cause, code: codeOf(cause) });
      peer.session.close(disconnects.goingAway);
    }
  }

  async #enter(peer: KnownPeer, { roomId, position }: Place): Promise<void> {
    const { session } = peer;
    const { views, entrance, catchUp } = this.#options;
    const isIn = await views.glance(roomId, (view) => standingOf(view.state, session.identity.user) !== undefined);
    if (!isIn) {
      session.send({ kind: 'unfollowed', roomId, why: 'not_a_member', at: Date.now() });
      return;
    }
    let entered: { readonly pause: Pause; readonly source: ReplaySource } | undefined;
    await entrance.comeBack(peer, { roomId, since: position }, async (view) => {
      entered = await this.#pause(session, view, position);
    });
    if (entered) await catchUp.bringUp(session, entered.pause, entered.source);
  }

  /** @throws EventLogUnavailable */
  async #pause(session: Session, view: RoomView, position: number) {
    // The other gateway may be a moment ahead of this one.
    if (view.position < position) await view.reach(position);
    const { from, source } = await missedSince(view, position);
    if (from > position) throw new EventLogUnavailable(`what came after ${position} was removed meanwhile`);
    if (session.closed) return undefined;
    return { pause: this.#options.hub.pause(session, view.roomId, position), source };
  }
}

const isSame = (session: Session, fresh: Session, { user }: Identity): boolean =>
  session !== fresh && session.dialect === fresh.dialect && session.identity?.user.id === user.id;

const missedBy = (session: Session, fresh: Session): readonly string[] | undefined =>
  session.dialect.resumes?.missed(session.memory, fresh.memory);
