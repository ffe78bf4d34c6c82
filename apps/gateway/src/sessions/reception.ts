import { Session, type Connection, type Hub, type Identity } from '@noroshi/hub';
import type { Dialect, ErrorCode } from '@noroshi/protocol';
import { identityOf, type TokenVerifier } from '../auth/token-verifier.js';
import type { ConnectionLimits } from '../limits/connection-limits.js';
import { FrameLimit } from '../limits/frame-limit.js';
import { networkOf } from '../limits/network.js';
import { newConnectionId } from '../push/connection-id.js';
import type { UpgradeRequest } from '../transport/upgrade-request.js';
import type { Entrance } from './entrance.js';
import type { Identification } from './identification.js';
import { isAllowedOrigin } from './origins.js';
import { Peer } from './peer.js';

export interface ReceptionOptions {
  readonly hub: Hub;
  readonly verifier: TokenVerifier;
  readonly identification: Identification;
  readonly entrance: Entrance;
  readonly limits: ConnectionLimits;
  readonly anonymous: boolean;
  readonly allowedOrigins: readonly string[];
  readonly messageRate: number;
  readonly guestMessageRate: number;
  /** Of this gateway, in the ids of its connections. */
  readonly mark: string;
}

export type Admission =
  | { readonly ok: true; readonly identity?: Identity }
  | { readonly ok: false; readonly code: ErrorCode; readonly retryAfter?: number };

/** An arrival that may come in, from the handshake to the open socket. */
export interface Arrival {
  readonly dialect: Dialect;
  readonly request: UpgradeRequest;
  readonly identity: Identity | undefined;
}

/** Decides before the upgrade who may connect, and makes an open socket a session. */
export class Reception {
  readonly #options: ReceptionOptions;
  #isShut = false;

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  get isShut(): boolean {
    return this.#isShut;
  }

  /** Nobody is let in any more. */
  shut(): void {
    this.#isShut = true;
  }

  /** Without a token: a guest, or somebody who authenticates in-band within the deadline. */
  async admit(request: UpgradeRequest): Promise<Admission> {
    const { limits, verifier, identification, allowedOrigins } = this.#options;
    if (!isAllowedOrigin(request, allowedOrigins)) return { ok: false, code: 'origin_not_allowed' };
    if (this.#isShut || !limits.mayArrive(Date.now()))
      return { ok: false, code: 'unavailable', retryAfter: 1 + Math.floor(Math.random() * 5) };
    if (!limits.mayOpen(networkOf(request.address))) return { ok: false, code: 'too_many_connections', retryAfter: 10 };
    if (request.token === undefined) return { ok: true };
    const verified = await verifier.verify(request.token);
    if (!verified) return { ok: false, code: 'invalid_token' };
    if (!identification.mayConnect(verified.user.id))
      return { ok: false, code: 'too_many_connections', retryAfter: 10 };
    return { ok: true, identity: identityOf(verified) };
  }

  open({ dialect, request, identity }: Arrival, connection: Connection): Peer {
    const { hub, identification, limits, anonymous, messageRate, guestMessageRate, mark } = this.#options;
    const { address, userAgent } = request;
    const now = Date.now();
    const session = new Session({
      connectionId: newConnectionId(mark),
      connection,
      dialect,
      traits: dialect.traits(request.query),
      memory: dialect.begin(request.query),
      connectedAt: now,
      ...{ address, userAgent },
    });
    const limit = new FrameLimit(identity ? messageRate : guestMessageRate, now);
    const peer = new Peer({
      session,
      ...{ address, userAgent, limit },
      claimedId: request.query.get('userId') ?? undefined,
    });
    limits.opened(peer.network);
    hub.add(session);
    if (identity) identification.become(peer, identity);
    if (identity || anonymous) {
      const user = identity ? { user: identity.user } : {};
      session.send({ kind: 'connected', connectionId: session.connectionId, ...user, at: now });
    }
    return peer;
  }

  close({ session, network }: Peer): void {
    const { entrance, limits } = this.#options;
    entrance.close(session);
    limits.closed(network);
  }
}
