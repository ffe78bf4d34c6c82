import { randomBytes } from 'node:crypto';
import { channels, isUserId, type Actor } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Hub, Identity, Session } from '@noroshi/hub';
import { disconnects, type GuestClaim } from '@noroshi/protocol';
import type { Revocations } from '../auth/revocations.js';
import { identityOf, type TokenVerifier, type VerifiedToken } from '../auth/token-verifier.js';
import type { PresenceReporter } from '../presence/presence-reporter.js';
import type { RoomsClient } from '../services/service-clients.js';
import { refIn, type Asked } from './asked.js';
import { isKnown, presenceOf, type KnownPeer, type Peer } from './peer.js';
import { Refused } from '../refusal.js';

export interface IdentificationOptions {
  readonly hub: Hub;
  readonly verifier: TokenVerifier;
  readonly revocations: Revocations;
  readonly rooms: Pick<RoomsClient, 'guestMayUse'>;
  readonly presence: PresenceReporter;
  readonly broadcast: Broadcast;
  readonly maxConnectionsPerUser: number;
  /** Told of each session that was greeted as a user's. */
  readonly greeted: (session: Session) => void;
  /** Lets a user's client go on with the session that it had before; false: it has none. */
  readonly takeUp: (peer: Peer, identity: Identity) => Promise<boolean>;
  /** Told of each session once it is somebody, and again when a guest has become a user. */
  readonly known: (peer: KnownPeer) => Promise<void> | undefined;
}

/** Says who a session is: by token, or, where guests are let in, by what the guest calls itself. */
export class Identification {
  readonly #options: IdentificationOptions;

  constructor(options: IdentificationOptions) {
    this.#options = options;
  }

  /** A token shown on an open socket: the first makes the user, a later one of the same user gives it more time. */
  async authenticate(peer: Peer, frame: Asked<'authenticate'>): Promise<void> {
    const { session } = peer;
    const verified = await this.#verified(session, frame.token);
    const { user, expiresAt } = verified;
    const identity = { ...identityOf(verified), expiresAt };
    const known = session.identity?.user;
    if (known && !known.guest) {
      this.#prolong(peer, known, identity);
      session.send({ kind: 'authenticated', expiresAt, ...refIn(frame) });
      return;
    }
    if (session.rooms.size > 0) throw new Refused('identity_fixed', 'Leave the room before you change who you are');
    if ((await this.goOn(peer, identity)) || session.closed) return;
    if (!this.mayConnect(user.id)) throw new Refused('too_many_connections');
    await this.greet(peer, identity, { isInBand: true });
  }

  /** The session becomes its user's, and its client is told so. */
  async greet(peer: Peer, identity: Identity, how: { readonly isInBand?: true } = {}): Promise<void> {
    const ready = this.become(peer, identity);
    if (ready) await ready;
    const { connectionId } = peer.session;
    const { user, expiresAt } = identity;
    const until = expiresAt === undefined ? {} : { expiresAt };
    peer.session.send({ kind: 'connected', connectionId, user, ...until, ...how, at: Date.now() });
    this.#options.greeted(peer.session);
  }

  /** Whether the client goes on with the session that it had before its connection ended: then there is nothing to greet. */
  goOn(peer: Peer, identity: Identity): Promise<boolean> {
    return this.#options.takeUp(peer, identity);
  }

  /** A later token of the same user. Whole: a name or a role that it does not give is gone from here on. */
  #prolong(peer: Peer, known: Actor, identity: Identity): void {
    if (known.id !== identity.user.id) throw new Refused('identity_fixed');
    peer.session.identity = identity;
    if (isKnown(peer)) this.#options.presence.renamed(presenceOf(peer));
  }

  mayConnect(userId: string): boolean {
    const { hub, maxConnectionsPerUser } = this.#options;
    return maxConnectionsPerUser === 0 || hub.ofUser(userId).size < maxConnectionsPerUser;
  }

  /** From now on the session is this user everywhere. @returns settles when it may be greeted; undefined: at once */
  become(peer: Peer, identity: Identity): Promise<void> | undefined {
    const { hub, presence, broadcast, known } = this.#options;
    hub.identify(peer.session, identity);
    // Not at once: the socket's own callback may not have ended. Verified just before it was revoked, by a hair.
    if (this.isRevoked(peer.session)) setImmediate(() => peer.session.close(disconnects.revoked));
    if (!isKnown(peer)) return undefined;
    presence.connected(presenceOf(peer));
    if (!identity.user.guest) broadcast.publish(channels.verified, { userId: identity.user.id });
    return known(peer);
  }

  /** A guest is whom it says it is, once; its display name is the last it said. */
  async asGuest(peer: Peer, claim: GuestClaim): Promise<void> {
    const { session } = peer;
    if (!session.identity) {
      const id = await this.#guestId(peer, claim.userId ?? peer.claimedId);
      if (!session.closed) await this.become(peer, { user: { id, name: nameOf(claim) ?? id, guest: true } });
      return;
    }
    const { user } = session.identity;
    const name = nameOf(claim);
    if (user.guest && name !== undefined && name !== user.name) session.identity = { user: { ...user, name } };
  }

  /** Tells a guest who it is, without waiting for its first frame. Who can't be told now has to come again. */
  async greetGuest(peer: Peer): Promise<void> {
    const { session } = peer;
    try {
      await this.asGuest(peer, {});
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      session.close(disconnects.goingAway);
    }
    const { connectionId, identity } = session;
    if (identity) session.send({ kind: 'connected', connectionId, user: identity.user, at: Date.now() });
  }

  /** A verified user came: whoever goes by that id without proof must go. */
  verifiedElsewhere(userId: string): void {
    for (const session of [...this.#options.hub.ofUser(userId)]) {
      if (session.identity?.user.guest) session.close(disconnects.identityTaken);
    }
  }

  isRevoked({ identity }: Session): boolean {
    return identity !== undefined && this.#options.revocations.covers(identity);
  }

  /** @throws Refused `invalid_token` */
  async #verified(session: Session, token: string): Promise<VerifiedToken> {
    const verified = await this.#options.verifier.verify(token);
    if (verified) return verified;
    if (session.traits.badTokenEnds) session.close(disconnects.invalidToken);
    throw new Refused('invalid_token');
  }

  async #guestId(peer: Peer, claimed: string | undefined): Promise<string> {
    const generated = `guest-${randomBytes(6).toString('hex')}`;
    if (claimed === undefined || !isUserId(claimed)) return generated;
    if (await this.#mayUse(claimed)) return claimed;
    peer.session.send({ kind: 'error', code: 'user_id_taken' });
    return generated;
  }

  async #mayUse(claimed: string): Promise<boolean> {
    const { rooms, revocations } = this.#options;
    if (revocations.has(claimed)) return false;
    const answer = await rooms.guestMayUse({ userId: claimed });
    if (!answer.ok) throw new Refused(answer.code);
    return answer.allowed;
  }
}

function nameOf({ username }: GuestClaim): string | undefined {
  const name = username?.trim().slice(0, 128);
  return name === '' ? undefined : name;
}
