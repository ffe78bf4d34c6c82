import { Session, type Connection, type Hub, type Identity } from '@noroshi/hub';
import { disconnects, type Dialect, type ErrorCode } from '@noroshi/protocol';
import { identityOf, type TokenVerifier } from '../auth/token-verifier.js';
import type { ConnectionLimits } from '../limits/connection-limits.js';
import { FrameLimit } from '../limits/frame-limit.js';
import { networkOf } from '../limits/network.js';
import { TOO_MANY, type RequestLimits } from '../limits/request-limits.js';
import { newConnectionId } from '../push/connection-id.js';
import type { ConnectRequest } from '../transport/upgrade-request.js';
import type { ConnectHook } from './connect-hook.js';
import type { Entrance } from './entrance.js';
import type { FormerSessions } from './former-sessions.js';
import type { Identification } from './identification.js';
import { isAllowedOrigin } from './origins.js';
import { Peer } from './peer.js';

export interface ReceptionOptions {
  readonly hub: Hub;
  readonly verifier: TokenVerifier;
  readonly identification: Identification;
  readonly entrance: Entrance;
  readonly former: Pick<FormerSessions, 'keep'>;
  readonly limits: ConnectionLimits;
  readonly requests: Pick<RequestLimits, 'mayAsk'>;
  readonly anonymous: boolean;
  readonly allowedOrigins: readonly string[];
  readonly messageRate: number;
  readonly guestMessageRate: number;
  /** Of this gateway, in the ids of its connections. */
  readonly mark: string;
  /** Asked last, of those who may come in otherwise. */
  readonly connectHook: Pick<ConnectHook, 'ask'> | undefined;
  /** Told of each session when it is closed, before it is forgotten. */
  readonly gone: (session: Session) => void;
}

export type Admission =
  | {
      readonly ok: true;
      readonly identity?: Identity;
      /** The one that somebody was told already. */
      readonly connectionId?: string;
    }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      /** More exact than the catalogue's sentence. */
      readonly message?: string;
      /** Seconds. */
      readonly retryAfter?: number;
    };

type Welcome = Extract<Admission, { ok: true }>;

/** An arrival that may come in, from the handshake to the open socket. */
export interface Arrival {
  readonly dialect: Dialect;
  readonly request: ConnectRequest;
  readonly identity: Identity | undefined;
  readonly connectionId?: string | undefined;
}

const tooMany = { ok: false, code: 'too_many_connections', retryAfter: 10 } as const;
/** A user id has no more characters; what is longer is none, and must not fill the memory. */
const MAX_CLAIMED = 128;

/** Decides before anything is open who may connect, and makes an open connection a session. */
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
  async admit(request: ConnectRequest): Promise<Admission> {
    const refusal = this.#refusal(request);
    if (refusal) return refusal;
    const { token } = request;
    const { connectHook } = this.#options;
    const admission = token === undefined ? this.#asNobody(request) : await this.#byToken(request, token);
    return admission.ok && connectHook ? this.#unlessRefused(request, admission, connectHook) : admission;
  }

  async #unlessRefused(request: ConnectRequest, { identity }: Welcome, hook: Pick<ConnectHook, 'ask'>) {
    const answer = await hook.ask(request, identity);
    return answer.ok ? { ...answer, ...(identity ? { identity } : {}) } : answer;
  }

  /** Before anybody looks at a token, which costs something. */
  #refusal(request: ConnectRequest): Admission | undefined {
    const { limits, requests, allowedOrigins } = this.#options;
    if (!requests.mayAsk(request.address)) return { ok: false, code: 'rate_limited', message: TOO_MANY, retryAfter: 1 };
    if (!isAllowedOrigin(request, allowedOrigins)) return { ok: false, code: 'origin_not_allowed' };
    if (this.#isShut || !limits.mayArrive(Date.now()))
      return { ok: false, code: 'unavailable', retryAfter: 1 + Math.floor(Math.random() * 5) };
    return limits.mayOpen(networkOf(request.address)) ? undefined : tooMany;
  }

  #asNobody(request: ConnectRequest): Admission {
    return this.#mayComeAgain(request) ? { ok: true } : tooMany;
  }

  async #byToken(request: ConnectRequest, token: string): Promise<Admission> {
    const { verifier, identification } = this.#options;
    const verified = await verifier.verify(token);
    if (!verified) return { ok: false, code: 'invalid_token' };
    const { user } = verified;
    if (!identification.mayConnect(user.id) || !this.#mayComeAgain(request, user.id)) return tooMany;
    return { ok: true, identity: identityOf(verified) };
  }

  /** A guest's id is only claimed: only together with its address it is somebody. */
  #mayComeAgain({ address, query }: ConnectRequest, userId?: string): boolean {
    const [network, claimed] = [networkOf(address), query.get('userId')];
    const guest = claimed === null ? undefined : `guest ${network} ${claimed.slice(0, MAX_CLAIMED)}`;
    const user = userId === undefined ? guest : `user ${userId}`;
    return this.#options.limits.mayComeAgain({ user, network }, Date.now());
  }

  open({ dialect, request, identity, connectionId }: Arrival, connection: Connection): Peer {
    const { hub, limits, messageRate, guestMessageRate, mark } = this.#options;
    const { address, userAgent } = request;
    const now = Date.now();
    const session = new Session({
      connectionId: connectionId ?? newConnectionId(mark),
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
    this.#receive(peer, identity);
    return peer;
  }

  /** @param connection the peer's own, which the session may have left for another */
  close({ session, network }: Peer, connection: Connection): void {
    const { entrance, former, limits, gone } = this.#options;
    limits.closed(network);
    if (!session.isOn(connection)) return;
    gone(session);
    if (this.#isShut || !former.keep(session, Date.now())) entrance.close(session);
  }

  #receive(peer: Peer, identity: Identity | undefined): void {
    const { session } = peer;
    const { isRefused, formerSession, verifiedOnly } = session.traits;
    // Not at once: the socket's own callback has not ended.
    if (isRefused) setImmediate(() => session.close(disconnects.invalidRequest));
    else if (identity && formerSession !== undefined) peer.queue.run(() => this.#receiveAgain(peer, identity));
    else if (identity) peer.queue.run(() => this.#options.identification.greet(peer, identity));
    else if (this.#options.anonymous && !verifiedOnly) this.#receiveGuest(peer);
  }

  #receiveGuest(peer: Peer): void {
    const { traits, connectionId } = peer.session;
    if (traits.greetsGuests) peer.queue.run(() => this.#options.identification.greetGuest(peer));
    else peer.session.send({ kind: 'connected', connectionId, at: Date.now() });
  }

  async #receiveAgain(peer: Peer, identity: Identity): Promise<void> {
    const { identification } = this.#options;
    if (await identification.goOn(peer, identity)) return;
    if (!peer.session.closed) await identification.greet(peer, identity);
  }
}
