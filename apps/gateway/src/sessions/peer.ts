import type { Connection as PresenceConnection } from '@noroshi/domain';
import type { Identity, Session } from '@noroshi/hub';
import type { FrameLimit } from '../limits/frame-limit.js';
import { networkOf } from '../limits/network.js';
import { SerialQueue } from './serial-queue.js';

/** A session as this gateway serves it. */
export class Peer {
  /** Another one from the moment on in which the client is found to have come back. */
  session: Session;
  readonly address: string;
  /** Whom the address is counted as. */
  readonly network: string;
  readonly userAgent: string;
  readonly limit: FrameLimit;
  /** What must be done in the order it was asked: a message sent right behind a join finds the room joined. */
  readonly queue = new SerialQueue();
  /** The user id that a guest gave at connect. */
  readonly claimedId: string | undefined;

  constructor(options: {
    readonly session: Session;
    readonly address: string;
    readonly userAgent: string;
    readonly limit: FrameLimit;
    readonly claimedId: string | undefined;
  }) {
    this.session = options.session;
    this.address = options.address;
    this.network = networkOf(options.address);
    this.userAgent = options.userAgent;
    this.limit = options.limit;
    this.claimedId = options.claimedId;
  }
}

/** A peer that is known to be somebody. */
export interface KnownPeer extends Peer {
  readonly session: Session & { readonly identity: Identity };
}

export const isKnown = (peer: Peer): peer is KnownPeer => peer.session.identity !== undefined;

export const presenceOf = ({ session, address, userAgent }: KnownPeer): PresenceConnection => ({
  connectionId: session.connectionId,
  user: session.identity.user,
  userAgent,
  address,
  connectedAt: session.connectedAt,
});
