import { setTimeout as delay } from 'node:timers/promises';
import { mayListen, standingOf, type Actor, type MembershipKind, type RoomState } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { Hub, Session } from '@noroshi/hub';
import { disconnects, type ErrorCode } from '@noroshi/protocol';
import type { PresenceReporter } from '../presence/presence-reporter.js';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { RoomsClient } from '../services/service-clients.js';
import { refIn, type Asked } from './asked.js';
import { presenceOf, type KnownPeer } from './peer.js';
import { codeOf, Refused } from '../refusal.js';

export interface EntranceOptions {
  readonly hub: Hub;
  readonly views: RoomViews;
  readonly rooms: Pick<RoomsClient, 'admit'>;
  readonly presence: PresenceReporter;
  readonly epoch: string;
}

type Join = Asked<'join'>;

/** Where somebody was, and up to where the room was heard: who was removed after that has to wish to join again. */
interface FormerPlace {
  readonly roomId: string;
  readonly since?: Position | undefined;
}

interface Greeting extends Pick<Join, 'ref'> {
  /** Undefined: nobody can say how many are here. */
  readonly count: number | undefined;
}

/** A rooms service that was killed is answering again by then; who joins meanwhile need not know. */
const PATIENTLY = { patienceMs: 5000 };
const READMISSIONS = 40;
const READMIT_EVERY_MS = 100;

/** How sessions come into rooms and go. A session in a room holds the room's view. */
export class Entrance {
  readonly #options: EntranceOptions;

  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  async join(peer: KnownPeer, frame: Join): Promise<void> {
    const { session } = peer;
    const { roomId } = frame;
    if (isPresent(session, roomId)) {
      session.send({ kind: 'alreadyJoined', roomId, ...refIn(frame) });
      return;
    }
    await this.#come(peer, roomId, async (view) => {
      await this.#admit(peer, frame, view);
      if (session.traits.oneRoom) this.leaveAllBut(peer, new Set());
      const count = await this.#present(peer, view);
      this.#greet(peer, view, { ...refIn(frame), count });
    });
  }

  /** Into a room that exists, as a visitor at least. `enter` must bring the session in, hearing the room or not yet. */
  async comeBack(
    peer: KnownPeer,
    { roomId, since }: FormerPlace,
    enter: (view: RoomView) => void | Promise<void>,
  ): Promise<void> {
    if (peer.session.rooms.has(roomId)) this.#stopListening(peer, roomId);
    await this.#come(peer, roomId, async (view) => {
      if (view.state.status === 'absent') throw new Refused('room_not_found');
      if (since !== undefined && isShownOut(view, peer, since)) throw new Refused('not_a_member');
      await this.#admit(peer, { kind: 'join', roomId, stay: false }, view);
      await this.#present(peer, view);
      await enter(view);
    });
  }

  leave(peer: KnownPeer, frame: Asked<'leave'>): void {
    const { session } = peer;
    const left = frame.roomId ?? [...session.rooms].findLast((each) => isPresent(session, each));
    if (left === undefined || !isPresent(session, left)) throw new Refused('not_in_room');
    this.#exit(peer, left);
    session.send({ kind: 'left', roomId: left, at: Date.now(), ...refIn(frame) });
  }

  leaveAllBut(peer: KnownPeer, kept: ReadonlySet<string>): void {
    const { session } = peer;
    for (const roomId of [...session.rooms])
      if (!kept.has(roomId) && isPresent(session, roomId)) this.#exit(peer, roomId);
  }

  /** Without a word to the one who leaves, and who does not listen either: something was missed. */
  takeBack({ session }: KnownPeer, roomId: string): void {
    if (session.rooms.has(roomId)) this.#takeOut(session, roomId);
  }

  /** For somebody who may not stay. */
  expel(session: Session, roomId: string, why: ErrorCode): void {
    if (!session.identity) return;
    const { isFollowing, rooms, traits } = session;
    const [isTold, at] = [isPresent(session, roomId) || traits.listens, Date.now()];
    this.#takeOut(session, roomId);
    if (isTold) session.send({ kind: 'left', roomId, at, why });
    if (isFollowing) session.send({ kind: 'unfollowed', roomId, at, why });
    if (traits.listens && rooms.size === 0) session.close(disconnects.shownOut);
  }

  /** Takes somebody whose visit was ended, and who is here, for a visitor again. Hears the room all the while. */
  async readmit(session: Session, roomId: string): Promise<void> {
    const why = await this.#readmission(session, roomId).catch(codeOf);
    if (why !== undefined && isPresent(session, roomId)) this.expel(session, roomId, why);
  }

  /** Why somebody who is here can't be a visitor again. */
  async #readmission(session: Session, roomId: string): Promise<ErrorCode | undefined> {
    if (!session.identity) return 'unauthenticated';
    const { user } = session.identity;
    for (let tries = 1; isPresent(session, roomId); tries += 1) {
      const answer = await this.#options.rooms.admit({ roomId, user, kind: 'visitor' }, PATIENTLY);
      if (!answer.ok) return answer.code;
      const isIn = await this.#options.views.glance(roomId, async (view) => {
        await view.reach(answer.position ?? 0);
        return isAtLeast(view.state, user, 'visitor');
      });
      if (isIn) return undefined;
      // The rooms service has not heard of the end yet.
      if (tries === READMISSIONS) return 'unavailable';
      await delay(READMIT_EVERY_MS);
    }
    return undefined;
  }

  /** Forgets a closed session. Its presence ends at once everywhere. */
  close(session: Session): void {
    session.closed = true;
    const rooms = [...session.rooms];
    this.#options.hub.remove(session);
    for (const roomId of rooms) this.#options.views.release(roomId);
    this.#options.presence.disconnected(session.connectionId);
  }

  /** Who is a member already needs nobody's permission, so a reconnect works while the rooms service is away. */
  async #admit({ session }: KnownPeer, { roomId, roomName, stay }: Join, view: RoomView): Promise<void> {
    const { user } = session.identity;
    const kind = kindOf(user, stay);
    if (isAtLeast(view.state, user, kind)) return;
    const request = { roomId, user, kind, ...(roomName === undefined ? {} : { roomName }) };
    const answer = await this.#options.rooms.admit(request, PATIENTLY);
    if (!answer.ok) throw new Refused(answer.code);
    if (answer.position !== undefined) await view.reach(answer.position);
    // The rooms service is behind the log, or somebody was quicker: asked once more, it can tell.
    if (!isAtLeast(view.state, user, kind)) throw new Refused(whyNotIn(view.state, user));
  }

  /** The view is held for as long as the session is in the room: once, also by who has listened to it before. */
  async #come({ session }: KnownPeer, roomId: string, enter: (view: RoomView) => Promise<void>): Promise<void> {
    const { views, presence } = this.#options;
    const view = await views.acquire(roomId);
    const hasHeld = session.rooms.has(roomId);
    try {
      await enter(view);
    } finally {
      if (!isPresent(session, roomId)) presence.exited(session.connectionId, roomId);
      if (hasHeld || !session.rooms.has(roomId)) views.release(roomId);
    }
  }

  /** How many people are here now; undefined when nobody can say. */
  async #present(peer: KnownPeer, view: RoomView): Promise<number | undefined> {
    const { session } = peer;
    const count = await this.#options.presence.entered(presenceOf(peer), view.roomId);
    if (session.closed || !standingOf(view.state, session.identity.user))
      throw new Refused(whyNotIn(view.state, session.identity.user));
    return count;
  }

  /** Ears and the answer in one go: nothing is heard before `joined`, everything after its position. */
  #greet({ session }: KnownPeer, view: RoomView, { count, ...asked }: Greeting): void {
    const { hub, epoch } = this.#options;
    const { roomId } = view;
    hub.enter(session, roomId);
    session.send({
      kind: 'joined',
      roomId,
      roomName: view.state.name,
      memberCount: count ?? hub.presentIn(roomId),
      epoch,
      position: view.position,
      at: Date.now(),
      ...refIn(asked),
    });
  }

  /** Who follows all its rooms goes on hearing this one. */
  #exit({ session }: KnownPeer, roomId: string): void {
    const { hub, views, presence } = this.#options;
    const view = views.followed(roomId);
    if (!session.isFollowing || !view || !mayListen(view.state, session.identity.user))
      return this.#takeOut(session, roomId);
    hub.listen(session, roomId);
    presence.exited(session.connectionId, roomId);
  }

  #takeOut(session: Session, roomId: string): void {
    const { hub, views, presence } = this.#options;
    hub.leave(session, roomId);
    views.release(roomId);
    presence.exited(session.connectionId, roomId);
  }

  /** Still present to the others. */
  #stopListening({ session }: KnownPeer, roomId: string): void {
    this.#options.hub.leave(session, roomId);
    this.#options.views.release(roomId);
  }
}

const isShownOut = (view: RoomView, { session }: KnownPeer, since: Position): boolean =>
  !standingOf(view.state, session.identity.user) && view.removals.hasSince(since, session.identity.user.id);

const isPresent = (session: Session, roomId: string): boolean => session.rooms.has(roomId) && !session.listens(roomId);

const kindOf = (user: Actor, stay: Join['stay']): MembershipKind =>
  stay === true || (stay && !user.guest) ? 'member' : 'visitor';

function isAtLeast(state: RoomState, user: Actor, kind: MembershipKind): boolean {
  const membership = standingOf(state, user);
  return membership !== undefined && (kind === 'visitor' || membership.kind === 'member');
}

/** Whoever was let in and is no member has lost a race, and may try again; a guest under a member's name may not. */
export const whyNotIn = ({ members }: RoomState, { id }: Actor): ErrorCode =>
  members.has(id) ? 'not_a_member' : 'unavailable';
