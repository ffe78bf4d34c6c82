import { channels } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Session } from '@noroshi/hub';
import { disconnects, type ClientFrame, type Decoded, type ErrorCode, type ErrorFrame } from '@noroshi/protocol';
import type { CounterMetric, Logger } from '@noroshi/telemetry';
import type { Dashboards } from '../dashboard/dashboards.js';
import type { WorkMeter } from '../dashboard/work-meter.js';
import type { NotificationChanges } from '../notifications/notification-changes.js';
import type { SignalNews } from '../rooms/signal-news.js';
import type { SharedFrameLimits } from '../limits/shared-frame-limits.js';
import type { Entrance } from './entrance.js';
import type { Following } from './following.js';
import type { Identification } from './identification.js';
import type { Patience } from './patience.js';
import type { OpenRooms } from './open-rooms.js';
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
    frame: Extract<ClientFrame, { kind: K }>,
  ) => void | Promise<void>;
};
/** Of one connection, received and not done: more than a burst of two seconds is. */
const MAX_CHARACTERS_IN_HAND = 4 * 1024 * 1024;

/** Their answers are large: who does not read them gets no more of them, so the answers that wait have a bound. */
const askForMuch: ReadonlySet<ClientFrame['kind']> = new Set(['follow', 'history', 'members', 'resume', 'watch']);

type Understood = Extract<Decoded, { ok: true }>;
type RoomFrame = Extract<ClientFrame, { kind: keyof Handlers }>;

/** Takes a connection's frames as they come, and sees that each is done, in order, or refused in its own language. */
export class FrameRouter {
  readonly #options: FrameRouterOptions;
  readonly #handlers: Handlers;

  constructor(options: FrameRouterOptions) {
    this.#options = options;
    const { dashboards, entrance, following, notifications, openRooms, talk } = options;
    const { reading, resumption, typing, statuses } = options;
    this.#handlers = {
      join: (peer, frame) => entrance.join(peer, frame).then(() => openRooms.opened(peer.session, frame.roomId)),
      follow: (peer) => following.follow(peer),
      resume: (peer, frame) => resumption.resume(peer, frame),
      leave: (peer, { roomId }) => entrance.leave(peer, roomId),
      post: (peer, frame) => talk.post(peer, frame),
      edit: (peer, frame) => talk.edit(peer, frame),
      delete: (peer, frame) => talk.delete(peer, frame),
      react: (peer, frame) => talk.react(peer, frame),
      typing: (peer, frame) => typing.type(peer, frame),
      signal: (peer, frame) => this.#signal(peer, frame),
      history: (peer, frame) => reading.history(peer, frame),
      members: (peer, frame) => reading.members(peer, frame),
      read: (peer, frame) => reading.read(peer, frame),
      notifications: (peer, frame) => notifications.ofSession(peer, frame),
      watch: ({ session }, { streams }) => dashboards.watch(session, streams),
      unwatch: ({ session }, { streams }) => dashboards.unwatch(session, streams),
      statuses: (peer, frame) => statuses.tell(peer, frame),
      attention: (peer, frame) => statuses.attend(peer, frame),
    };
  }

  /** One text frame; undefined: a binary one. */
  receive(peer: Peer, text: string | undefined): void {
    const began = performance.now();
    const done = (code?: ErrorCode) => this.#options.work.frameDone(began, code);
    if (!this.#withinLimit(peer)) return done('rate_limited');
    if (text === undefined) return done(this.#refuse(peer, { kind: 'error', code: 'binary_not_supported' }));
    const { dialect, memory } = peer.session;
    const decoded = dialect.decode(text, memory);
    if (!decoded.ok) return done(this.#refuse(peer, decoded.error));
    const { frame } = decoded;
    this.#options.frames.inc({ kind: frame.kind });
    if (frame.kind !== 'ping') peer.session.actedAt = peer.session.lastActivity;
    const context = contextOf(decoded);
    const refusal = refusalOf(peer.session, text);
    if (refusal) return done(this.#refuse(peer, { ...refusal, ...context }));
    const release = takeInHand(peer.session, text);
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

  #withinLimit(peer: Peer): boolean {
    const { session } = peer;
    const now = Date.now();
    session.lastActivity = now;
    const verdict = this.#options.limits.judge(peer, now);
    if (verdict === 'close') session.close(disconnects.flood);
    if (verdict === 'refuse and say so') session.send({ kind: 'error', code: 'rate_limited', retryAfter: 1 });
    if (verdict !== 'take') this.#options.refusals.inc({ code: 'rate_limited' });
    return verdict === 'take';
  }

  async #handle(peer: Peer, { frame, claim, ref }: Understood): Promise<void> {
    const { identification, anonymous } = this.#options;
    if (frame.kind === 'nothing') return;
    if (frame.kind === 'authenticate') return identification.authenticate(peer, frame.token);
    if (frame.kind === 'ping') {
      peer.session.send({ kind: 'pong', at: Date.now(), ...(ref === undefined ? {} : { ref }) });
      return;
    }
    if (anonymous && mayBeGuest(peer)) await identification.asGuest(peer, claim);
    if (!isKnown(peer)) throw new Refused('unauthenticated');
    return this.#dispatch(peer, frame);
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

function refusalOf({ leaving, charactersInHand }: Session, text: string): ErrorFrame | undefined {
  if (leaving) return { kind: 'error', code: 'unavailable', retryAfter: 1 };
  if (charactersInHand + text.length <= MAX_CHARACTERS_IN_HAND) return undefined;
  return { kind: 'error', code: 'rate_limited', message: 'Too many frames are waiting', retryAfter: 1 };
}

/** @returns to be called when it is done */
function takeInHand(session: Session, { length }: string): () => void {
  session.framesInHand += 1;
  session.charactersInHand += length;
  return () => {
    session.framesInHand -= 1;
    session.charactersInHand -= length;
  };
}

const mayBeGuest = (peer: Peer): boolean => !peer.session.traits.verifiedOnly && !isSettled(peer);

/** A verified user's identity needs no look at each frame; a guest's name may change with one. */
const isSettled = (peer: Peer): peer is KnownPeer => isKnown(peer) && !peer.session.identity.user.guest;

const contextOf = ({ frame, action, ref }: Understood): Partial<ErrorFrame> => ({
  action,
  ...(ref === undefined ? {} : { ref }),
  ...('roomId' in frame ? { roomId: frame.roomId } : {}),
  ...('clientMessageId' in frame ? { clientMessageId: frame.clientMessageId } : {}),
});
