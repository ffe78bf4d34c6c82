import { channels } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import { disconnects, type ClientFrame, type Decoded, type ErrorCode, type ErrorFrame } from '@noroshi/protocol';
import type { CounterMetric, Logger } from '@noroshi/telemetry';
import type { Dashboards } from '../dashboard/dashboards.js';
import type { WorkMeter } from '../dashboard/work-meter.js';
import type { NotificationFeed } from '../notifications/notification-feed.js';
import type { NotificationChanges } from '../notifications/notification-changes.js';
import type { SignalNews } from '../rooms/signal-news.js';
import type { SharedFrameLimits } from '../limits/shared-frame-limits.js';
import { refIn, type Asked } from './asked.js';
import type { Entrance } from './entrance.js';
import type { Following } from './following.js';
import type { Identification } from './identification.js';
import type { Patience } from './patience.js';
import type { OpenRooms } from './open-rooms.js';
import { awaitedOf, contextOf } from './frame-context.js';
import { refusalOf, takeInHand } from './in-hand.js';
import { isKnown, type KnownPeer, type Peer } from './peer.js';
import type { Reading } from './reading.js';
import type { Resumption } from './resumption.js';
import { codeOf, Refused, retryAfterOf } from '../refusal.js';
import type { SlowReaders } from './slow-readers.js';
import type { Statuses } from './statuses.js';
import type { Talking } from '../watching/traced-talk.js';
import type { Typing } from './typing.js';

export interface FrameRouterOptions {
  readonly identification: Identification;
  readonly entrance: Entrance;
  readonly following: Following;
  readonly openRooms: OpenRooms;
  readonly notifications: Pick<NotificationChanges, 'ofSession'>;
  readonly notificationFeed: Pick<NotificationFeed, 'heed'>;
  readonly talk: Talking;
  readonly typing: Typing;
  readonly statuses: Statuses;
  readonly reading: Reading;
  readonly resumption: Resumption;
  readonly dashboards: Pick<Dashboards, 'watch' | 'unwatch'>;
  /** Told of each frame when it is done. */
  readonly work: Pick<WorkMeter, 'frameDone'>;
  readonly slowReaders: Pick<SlowReaders, 'isSlow'>;
  readonly patience: Patience;
  readonly broadcast: Broadcast;
  readonly limits: SharedFrameLimits;
  /** Guests are let in. */
  readonly anonymous: boolean;
  readonly logger: Logger;
  readonly frames: CounterMetric<'kind'>;
  readonly refusals: CounterMetric<'code'>;
}

type Handlers = {
  readonly [K in Exclude<ClientFrame['kind'], 'authenticate' | 'ping' | 'nothing'>]: (
    peer: KnownPeer,
    frame: Asked<K>,
  ) => void | Promise<void>;
};

/** Their answers are large: who does not read them gets no more of them, so the answers that wait have a bound. */
const askForMuch: ReadonlySet<ClientFrame['kind']> = new Set([
  ...(['follow', 'heedNotifications', 'history', 'members', 'resume', 'watch'] as const),
]);

type Understood = Extract<Decoded, { ok: true }>;
type RoomFrame = Asked<keyof Handlers>;

const notText: Decoded = { ok: false, error: { kind: 'error', code: 'binary_not_supported' } };

interface Received {
  /** How long it is, of a message with others its share. */
  readonly size: number;
  /** What it is, where that was read before anybody counted it. */
  readonly known?: Decoded;
  readonly decode: () => Decoded;
}

/** Takes a connection's frames as they come, and sees that each is done, in order, or refused in its own language. */
export class FrameRouter {
  readonly #options: FrameRouterOptions;
  readonly #handlers: Handlers;

  constructor(options: FrameRouterOptions) {
    this.#options = options;
    const { dashboards, entrance, following, notifications, openRooms, talk } = options;
    const { notificationFeed, reading, resumption, typing, statuses } = options;
    this.#handlers = {
      join: (peer, frame) => entrance.join(peer, frame).then(() => openRooms.opened(peer.session, frame.roomId)),
      follow: (peer, frame) => following.follow(peer, frame),
      resume: (peer, frame) => resumption.resume(peer, frame),
      leave: (peer, frame) => entrance.leave(peer, frame),
      post: (peer, frame) => talk.post(peer, frame),
      edit: (peer, frame) => talk.edit(peer, frame),
      delete: (peer, frame) => talk.delete(peer, frame),
      react: (peer, frame) => talk.react(peer, frame),
      typing: (peer, frame) => typing.type(peer, frame),
      signal: (peer, frame) => this.#signal(peer, frame),
      history: (peer, frame) => reading.history(peer, frame),
      members: (peer, frame) => reading.members(peer, frame),
      read: (peer, frame) => reading.read(peer, frame),
      heedNotifications: (peer) => notificationFeed.heed(peer),
      notifications: (peer, frame) => notifications.ofSession(peer, frame),
      watch: ({ session }, { streams }) => dashboards.watch(session, streams),
      unwatch: ({ session }, { streams }) => dashboards.unwatch(session, streams),
      statuses: (peer, frame) => statuses.tell(peer, frame),
      attention: (peer, frame) => statuses.attend(peer, frame),
    };
  }

  /** One message of the socket, which is one frame in most languages. */
  receive(peer: Peer, message: string | Uint8Array): void {
    const { dialect, memory } = peer.session;
    if (dialect.decodeAll) this.#receiveAll(peer, dialect.decodeAll(message, memory), message.length);
    else {
      const size = message.length;
      const decode = () => (typeof message === 'string' ? dialect.decode(message, memory) : notText);
      this.#receiveOne(peer, { size, decode });
    }
  }

  /** Each frame counts as one, also against the limits. */
  #receiveAll(peer: Peer, frames: readonly Decoded[], length: number): void {
    const size = Math.ceil(length / frames.length);
    for (const known of frames) if (!peer.session.closed) this.#receiveOne(peer, { size, known, decode: () => known });
  }

  #receiveOne(peer: Peer, { size, known, decode }: Received): void {
    const began = performance.now();
    const done = (code?: ErrorCode) => this.#options.work.frameDone(began, code);
    if (!this.#withinLimit(peer, known)) return done('rate_limited');
    const decoded = decode();
    if (!decoded.ok) {
      const refuse = () => done(this.#refuse(peer, decoded.error));
      return known && !refusalOf(peer.session, size) ? inTurn(peer, size, refuse) : refuse();
    }
    const { frame } = decoded;
    this.#options.frames.inc({ kind: frame.kind });
    if (frame.kind !== 'ping') peer.session.actedAt = peer.session.lastActivity;
    const context = contextOf(decoded);
    const refusal = refusalOf(peer.session, size);
    if (refusal) return done(this.#refuse(peer, { ...refusal, ...context }));
    const release = takeInHand(peer.session, size);
    peer.queue.run(() => {
      // A post is under way once it is handed over: the next frame need not wait until the log has stored it.
      if (frame.kind === 'post' && isSettled(peer))
        void this.#attempt(peer, context, () => this.#handlers.post(peer, frame))
          .finally(release)
          .then(done);
      else
        return this.#attempt(peer, context, () => this.#handle(peer, decoded))
          .finally(release)
          .then(done);
      return undefined;
    });
  }

  /** Who waits for an answer is told in any case, where that is known. */
  #withinLimit(peer: Peer, known: Decoded | undefined): boolean {
    const { session } = peer;
    const now = Date.now();
    session.lastActivity = now;
    const verdict = this.#options.limits.judge(peer, now);
    if (verdict === 'take') return true;
    this.#options.refusals.inc({ code: 'rate_limited' });
    const awaited = known && awaitedOf(known);
    if (verdict === 'close') session.close(disconnects.flood);
    else if (verdict === 'refuse and say so' || awaited)
      session.send({ kind: 'error', code: 'rate_limited', retryAfter: 1, ...awaited });
    return false;
  }

  async #handle(peer: Peer, decoded: Understood): Promise<void> {
    const { frame, claim } = decoded;
    const { identification, anonymous } = this.#options;
    if (frame.kind === 'nothing') return;
    const asked = refIn(decoded);
    if (frame.kind === 'authenticate') return identification.authenticate(peer, { ...frame, ...asked });
    if (frame.kind === 'ping') {
      peer.session.send({ kind: 'pong', at: Date.now(), ...asked });
      return;
    }
    if (anonymous && mayBeGuest(peer)) await identification.asGuest(peer, claim);
    if (!isKnown(peer)) throw new Refused('unauthenticated');
    return this.#dispatch(peer, { ...frame, ...asked });
  }

  #dispatch(peer: KnownPeer, frame: RoomFrame): void | Promise<void> {
    const handler = this.#handlers[frame.kind] as (peer: KnownPeer, frame: RoomFrame) => void | Promise<void>;
    const { slowReaders, patience } = this.#options;
    if (!askForMuch.has(frame.kind) || !slowReaders.isSlow(peer.session)) return handler(peer, frame);
    return patience.drained(peer.session).then(() => handler(peer, frame));
  }

  /** @returns why it was refused, if it was */
  async #attempt(
    peer: Peer,
    context: Partial<ErrorFrame>,
    action: () => void | Promise<void>,
  ): Promise<ErrorCode | undefined> {
    try {
      // Its socket is being closed, but what it sent before that may still be in the queue.
      if (this.#options.identification.isRevoked(peer.session)) throw new Refused('invalid_token');
      await action();
      const { ref, action: name = '' } = context;
      if (ref !== undefined) peer.session.send({ kind: 'done', ref, action: name });
      return undefined;
    } catch (cause) {
      const code = codeOf(cause);
      if (code === 'internal')
        this.#options.logger.error('a frame could not be handled', { cause, action: context.action });
      const retryAfter = retryAfterOf(code);
      return this.#refuse(peer, {
        kind: 'error',
        code,
        ...context,
        ...(cause instanceof Refused ? { message: cause.message } : {}),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
    }
  }

  #refuse(peer: Peer, error: ErrorFrame): ErrorCode {
    const { refusals, logger } = this.#options;
    refusals.inc({ code: error.code });
    logger.debug('a frame was refused', { code: error.code, connectionId: peer.session.connectionId });
    peer.session.send(error);
    return error.code;
  }

  #signal({ session }: KnownPeer, { roomId, connectionId, data }: Extract<ClientFrame, { kind: 'signal' }>): void {
    if (!session.rooms.has(roomId) || session.listens(roomId)) throw new Refused('not_in_room');
    const news: SignalNews = {
      ...{ from: session.connectionId, userId: session.identity.user.id },
      ...{ to: connectionId, data },
    };
    this.#options.broadcast.publish(channels.signals(roomId), news);
  }
}

/** What can't be read among others of one message is answered where it stands. */
function inTurn({ session, queue }: Peer, size: number, task: () => void): void {
  const release = takeInHand(session, size);
  queue.run(() => {
    release();
    task();
  });
}

const mayBeGuest = (peer: Peer): boolean => !peer.session.traits.verifiedOnly && !isSettled(peer);

/** A verified user's identity needs no look at each frame; a guest's name may change with one. */
const isSettled = (peer: Peer): peer is KnownPeer => isKnown(peer) && !peer.session.identity.user.guest;
