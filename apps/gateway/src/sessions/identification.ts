import { randomBytes } from 'node:crypto';
import { channels, isUserId } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Hub, Identity, Session } from '@noroshi/hub';
import { disconnects, type GuestClaim } from '@noroshi/protocol';
import type { Revocations } from '../auth/revocations.js';
import { identityOf, type TokenVerifier } from '../auth/token-verifier.js';
import type { PresenceReporter } from '../presence/presence-reporter.js';
import type { RoomsClient } from '../services/service-clients.js';
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
  /** Told of each session once it is somebody, and again when a guest has become a user. */
  readonly known: (peer: KnownPeer) => void;
}

/** Says who a session is: by token, or, where guests are let in, by what the guest calls itself. */
export class Identification {
  readonly #options: IdentificationOptions;

  constructor(options: IdentificationOptions) {
    this.#options = options;
  }

  /** A token shown on an open socket: the first makes the user, a later one of the same user gives it more time. */
  async authenticate(peer: Peer, token: string): Promise<void> {
    const { session } = peer;
    const verified = await this.#options.verifier.verify(token);
    if (!verified) throw new Refused('invalid_token');
    const { user, expiresAt } = verified;
    const identity = identityOf(verified);
    const known = session.identity?.user;
    if (known && !known.guest) {
      if (known.id !== user.id) throw new Refused('identity_fixed');
      this.#refresh(peer, identity);
      session.send({ kind: 'authenticated', expiresAt });
      return;
    }
    if (session.rooms.size > 0) throw new Refused('identity_fixed', 'Leave the room before you change who you are');
    if (!this.mayConnect(user.id)) throw new Refused('too_many_connections');
    this.become(peer, identity);
    session.send({ kind: 'connected', connectionId: session.connectionId, user, expiresAt, at: Date.now() });
  }

  /** Whole: a name or a role that the new token does not give is gone from here on. */
  #refresh(peer: Peer, identity: Identity): void {
    peer.session.identity = identity;
    if (isKnown(peer)) this.#options.presence.renamed(presenceOf(peer));
  }

  mayConnect(userId: string): boolean {
    const { hub, maxConnectionsPerUser } = this.#options;
    return maxConnectionsPerUser === 0 || hub.ofUser(userId).size < maxConnectionsPerUser;
  }

  /** From now on the session is this user everywhere. */
  become(peer: Peer, identity: Identity): void {
    const { hub, presence, broadcast, known } = this.#options;
    hub.identify(peer.session, identity);
    // Not at once: the socket's own callback may not have ended. Verified just before it was revoked, by a hair.
    if (this.isRevoked(peer.session)) setImmediate(() => peer.session.close(disconnects.revoked));
    if (!isKnown(peer)) return;
    presence.connected(presenceOf(peer));
    known(peer);
    if (!identity.user.guest) broadcast.publish(channels.verified, { userId: identity.user.id });
  }

  /** A guest is whom it says it is, once; its display name is the last it said. */
  async asGuest(peer: Peer, claim: GuestClaim): Promise<void> {
    const { session } = peer;
    if (!session.identity) {
      const id = await this.#guestId(peer, claim.userId ?? peer.claimedId);
      if (!session.closed) this.become(peer, { user: { id, name: nameOf(claim) ?? id, guest: true } });
      return;
    }
    const { user } = session.identity;
    const name = nameOf(claim);
    if (user.guest && name !== undefined && name !== user.name) session.identity = { user: { ...user, name } };
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
