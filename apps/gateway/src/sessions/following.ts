import pLimit from 'p-limit';
import { mayListen, type MembershipNotice } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { Hub, Pause, Session } from '@noroshi/hub';
import { disconnects, type FollowedRoom } from '@noroshi/protocol';
import type { Logger } from '@noroshi/telemetry';
import type { PresenceReporter } from '../presence/presence-reporter.js';
import { codeOf } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import { refIn, type Asked } from './asked.js';
import type { CatchUp } from './catch-up.js';
import { missedSince, type Beginning } from './missed.js';
import type { OwnRooms, Told } from './own-rooms.js';
import { presenceOf, type KnownPeer } from './peer.js';

export interface FollowingOptions {
  readonly hub: Hub;
  readonly views: Pick<RoomViews, 'acquire' | 'release'>;
  readonly own: Pick<OwnRooms, 'all' | 'one'>;
  readonly catchUp: Pick<CatchUp, 'bringUp'>;
  readonly presence: Pick<PresenceReporter, 'entered' | 'exited'>;
  readonly epoch: string;
  readonly logger: Pick<Logger, 'error'>;
}

/** Rooms that sessions come into at a time: opening one reads the log, and whoever is in rooms already must not wait. */
const ENTERED_AT_ONCE = 64;
/** Of one session, so that somebody with thousands of rooms does not keep the others waiting. */
const ENTERED_BY_ONE = 16;
/** Before the session's own next frame has its turn: it need not wait for thousands of rooms. */
const ENTERED_IN_ONE_TURN = 64;
/** Sessions that ask anew at a time, when nobody knows what was missed. */
const REFRESHED_AT_ONCE = 4;
const RETRY_MS = 1_000;

/**
 * Lets sessions hear all rooms of their user, from a list that is exact: what it counts is not told again, and what came
 * later is. Rooms that the user comes to be in are added as that is told, and asked for whenever that may have been missed;
 * rooms left are noticed in the room itself (`Audience`).
 */
export class Following {
  readonly #options: FollowingOptions;
  readonly #entering = pLimit(ENTERED_AT_ONCE);
  readonly #refreshing = pLimit(REFRESHED_AT_ONCE);
  readonly #peers = new WeakMap<Session, KnownPeer>();
  /** Rooms of the list that the session does not hear yet: it need not be told of them once more. */
  readonly #listed = new WeakMap<Session, Set<string>>();

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** Answers with the list, and then lets the session hear its rooms. @throws Refused, EventLogUnavailable: tried again by itself */
  async follow(peer: KnownPeer, asked: Pick<Asked<'follow'>, 'ref'> = {}): Promise<void> {
    const { session } = peer;
    // From now on news are heeded; they wait in the peer's queue until this is done.
    session.isFollowing = true;
    this.#peers.set(session, peer);
    try {
      const rooms = await this.#options.own.all(session.identity.user);
      const { epoch } = this.#options;
      session.send({ kind: 'following', rooms: rooms.map(shown), epoch, at: Date.now(), ...refIn(asked) });
      this.#listed.set(session, new Set(rooms.map(({ room }) => room.roomId)));
      const latestFirst = rooms.toSorted((a, b) => b.saidTo - a.saidTo);
      await this.#insist(peer, () => this.#enterInTurns(peer, latestFirst));
    } catch (cause) {
      this.#later(peer, () => this.follow(peer));
      throw cause;
    }
  }

  /** As `follow`, for somebody who did not ask for it. */
  begin(peer: KnownPeer): void {
    this.#inTurn(peer, () => this.follow(peer).catch((cause: unknown) => this.#complain(cause)));
  }

  /** As `begin`, but settles when the rooms are heard. Who can't hear them now has to come again. */
  async beginWith(peer: KnownPeer): Promise<void> {
    try {
      await this.follow(peer);
    } catch (cause) {
      this.#complain(cause);
      peer.session.close(disconnects.goingAway);
    }
  }

  /** What the rooms service tells of memberships. */
  onNotice(notice: MembershipNotice): void {
    if (notice.kind === 'unknown') return this.refresh();
    for (const session of this.#options.hub.ofUser(notice.userId)) {
      const peer = this.#peers.get(session);
      if (peer?.session.identity.user.guest === notice.guest) this.#inTurn(peer, () => this.#gain(peer, notice.roomId));
    }
  }

  /** Something may have been missed: everybody's rooms are asked for anew. */
  refresh(): void {
    for (const session of this.#options.hub.sessions()) {
      const peer = this.#peers.get(session);
      if (peer) void this.#refreshing(() => this.#done(peer, () => this.#refresh(peer)));
    }
  }

  async #refresh(peer: KnownPeer): Promise<void> {
    await this.#insist(peer, async () => {
      const rooms = await this.#options.own.all(peer.session.identity.user);
      for (const room of rooms) await this.#add(peer, room);
    });
  }

  async #gain(peer: KnownPeer, roomId: string): Promise<void> {
    await this.#insist(peer, async () => {
      if (peer.session.rooms.has(roomId)) return;
      const room = await this.#options.own.one(peer.session.identity.user, roomId);
      if (room) await this.#add(peer, room);
    });
  }

  /** Told of right before the session hears it, so that what has to be tried again is not told again. */
  #add(peer: KnownPeer, room: Told): Promise<void> {
    const { epoch } = this.#options;
    return this.#enter(peer, room, () =>
      peer.session.send({ kind: 'followed', room: shown(room), epoch, at: Date.now() }),
    );
  }

  /** Where something was said lately first. What does not go into this turn goes into later ones. */
  async #enterInTurns(peer: KnownPeer, rooms: readonly Told[]): Promise<void> {
    await this.#enterAll(peer, rooms.slice(0, ENTERED_IN_ONE_TURN));
    const rest = rooms.slice(ENTERED_IN_ONE_TURN);
    if (rest.length > 0) this.#inTurn(peer, () => this.#insist(peer, () => this.#enterInTurns(peer, rest)));
  }

  async #enterAll(peer: KnownPeer, rooms: readonly Told[]): Promise<void> {
    const own = pLimit(ENTERED_BY_ONE);
    await Promise.all(rooms.map((room) => own(() => this.#entering(() => this.#enter(peer, room)))));
  }

  /** The view is held for as long as the session is in the room. @throws EventLogUnavailable */
  async #enter(peer: KnownPeer, room: Told, announce: () => void = () => undefined): Promise<void> {
    const { session } = peer;
    const { roomId } = room.room;
    if (session.closed || session.rooms.has(roomId)) return;
    const { views, catchUp } = this.#options;
    const view = await views.acquire(roomId);
    let entered: (Beginning & { readonly pause: Pause }) | undefined;
    try {
      entered = await this.#listen(peer, room, { view, announce });
      this.#listed.get(session)?.delete(roomId);
    } finally {
      if (!session.rooms.has(roomId)) views.release(roomId);
    }
    if (!entered) return;
    try {
      await catchUp.bringUp(session, entered.pause, entered.source);
    } catch (cause) {
      this.#leave(session, roomId);
      throw cause;
    }
  }

  /** Undefined when nothing is left to bring, or the session does not come in at all. */
  async #listen(
    peer: KnownPeer,
    { room: { roomId }, position, saidTo }: Told,
    { view, announce }: { readonly view: RoomView; readonly announce: () => void },
  ): Promise<(Beginning & { readonly pause: Pause }) | undefined> {
    const { session } = peer;
    // Then nothing that was said up to `position` is still on its way here.
    if (view.position < saidTo) await view.reach(saidTo);
    const beginning = position < view.position ? await missedSince(view, position) : undefined;
    if (!mayComeIn(session, view)) return undefined;
    if (!this.#listed.get(session)?.has(roomId)) announce();
    if (beginning) return { ...beginning, pause: this.#comeLater(peer, roomId, beginning.from) };
    this.#come(peer, roomId);
    return undefined;
  }

  #come(peer: KnownPeer, roomId: string): void {
    const { hub, presence } = this.#options;
    if (!peer.session.traits.isPresentEverywhere) return hub.listen(peer.session, roomId);
    hub.enter(peer.session, roomId);
    void presence.entered(presenceOf(peer), roomId);
  }

  #comeLater(peer: KnownPeer, roomId: string, position: Position): Pause {
    const { hub, presence } = this.#options;
    if (!peer.session.traits.isPresentEverywhere) return hub.listenLater(peer.session, roomId, position);
    void presence.entered(presenceOf(peer), roomId);
    return hub.pause(peer.session, roomId, position);
  }

  #leave(session: Session, roomId: string): void {
    if (!session.rooms.has(roomId)) return;
    const { hub, views, presence } = this.#options;
    hub.leave(session, roomId);
    views.release(roomId);
    presence.exited(session.connectionId, roomId);
  }

  /** Behind what the client has asked before. */
  #inTurn(peer: KnownPeer, work: () => Promise<void>): void {
    peer.queue.run(() => (peer.session.closed ? undefined : work()));
  }

  /** The same, settled when it is done. */
  #done(peer: KnownPeer, work: () => Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      peer.queue.run(() => (peer.session.closed ? Promise.resolve() : work()).finally(resolve));
    });
  }

  async #insist(peer: KnownPeer, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.#complain(cause);
      this.#later(peer, () => this.#insist(peer, work));
    }
  }

  #later(peer: KnownPeer, work: () => Promise<void>): void {
    const again = () => this.#inTurn(peer, () => work().catch((cause: unknown) => this.#complain(cause)));
    setTimeout(again, RETRY_MS).unref();
  }

  /** That something is away is known, and waited for. */
  #complain(cause: unknown): void {
    if (codeOf(cause) === 'internal') this.#options.logger.error('rooms could not be followed', { cause });
  }
}

const mayComeIn = (session: KnownPeer['session'], { roomId, state }: RoomView): boolean =>
  !session.closed && !session.rooms.has(roomId) && mayListen(state, session.identity.user);

const shown = ({ saidTo: _saidTo, ...room }: Told): FollowedRoom => room;
