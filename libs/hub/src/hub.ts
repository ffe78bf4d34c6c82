import type { Encoded, LastTouch, ServerFrame } from '@noroshi/protocol';
import type { Publisher } from './connection.js';
import { deliveryPolicy, type FrameOf } from './delivery-policy.js';
import { EncodeOnce } from './encode-once.js';
import { Few } from './few.js';
import { Pause } from './pause.js';
import { Room, type Audience } from './room.js';
import type { Session } from './session.js';

/** Characters handed to a socket at once in a replay: far below what makes a client count as slow. */
const REPLAYED_AT_ONCE = 128 * 1024;

const nobody = new Few<Session>();
const nobodyHere: ReadonlySet<Session> = new Set();

/** One gateway's index of sessions and rooms, and the fan-out over it. Knows no dialect by name and no socket library. */
export class Hub {
  readonly #publisher: Publisher;
  readonly #sessions = new Map<string, Session>();
  readonly #users = new Map<string, Few<Session>>();
  readonly #rooms = new Map<string, Room>();
  readonly #encoded = new EncodeOnce();
  #told = new Set<Room>();

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  get size(): number {
    return this.#sessions.size;
  }

  sessions(): IterableIterator<Session> {
    return this.#sessions.values();
  }

  session(connectionId: string): Session | undefined {
    return this.#sessions.get(connectionId);
  }

  add(session: Session): void {
    this.#sessions.set(session.connectionId, session);
    const userId = session.identity?.user.id;
    if (userId !== undefined) index(this.#users, userId).add(session);
  }

  /** Forgets the session everywhere; it hears nothing any more. */
  remove(session: Session): void {
    for (const roomId of [...session.rooms]) this.leave(session, roomId);
    this.#sessions.delete(session.connectionId);
    this.#forgetUser(session);
  }

  /** The session is found under its user from now on. Its identity may change once, from nobody or guest to a user. */
  identify(session: Session, identity: NonNullable<Session['identity']>): void {
    this.#forgetUser(session);
    session.identity = identity;
    index(this.#users, identity.user.id).add(session);
  }

  /** How many sessions are present there. */
  presentIn(roomId: string): number {
    const room = this.#rooms.get(roomId);
    return room?.audiences.reduce((sum, { isListening, size }) => sum + (isListening ? 0 : size), 0) ?? 0;
  }

  ofUser(userId: string): Pick<Few<Session>, 'size' | typeof Symbol.iterator> {
    return this.#users.get(userId) ?? nobody;
  }

  /** Present there or listening only. */
  inRoom(roomId: string): ReadonlySet<Session> {
    return this.#rooms.get(roomId)?.sessions ?? nobodyHere;
  }

  /** Present there from now on, also when it was listening before. */
  enter(session: Session, roomId: string): void {
    this.#hearAs(session, roomId, { isListening: false });
  }

  /** Hears the room from now on and is not present there, also when it was before. */
  listen(session: Session, roomId: string): void {
    this.#hearAs(session, roomId, { isListening: true });
  }

  leave(session: Session, roomId: string): void {
    const room = this.#rooms.get(roomId);
    if (!room || !session.rooms.delete(roomId)) return;
    this.#stopHearing(session, room);
    this.#endPause(session, roomId);
    room.sessions.delete(session);
    room.discount(session);
    session.setListening(roomId, false);
    if (room.sessions.size === 0) this.#rooms.delete(roomId);
  }

  /**
   * The session does not hear the room from now on, but is in it. What was told before is handed over first; what is told
   * meanwhile is for others to bring later, but who comes and goes is kept. Over when the session resumes or leaves.
   *
   * @param position the one up to which the session has, or will have, everything
   */
  pause(session: Session, roomId: string, position: number): Pause {
    const room = this.#add(session, roomId);
    this.#publisher.flush();
    this.#stopHearing(session, room);
    const pause = new Pause(roomId, position);
    room.paused.add(session);
    session.pauseIn(pause);
    return pause;
  }

  /** Into the room as `listen` brings it, but not hearing it yet. */
  listenLater(session: Session, roomId: string, position: number): Pause {
    if (!session.rooms.has(roomId)) session.setListening(roomId, true);
    return this.pause(session, roomId, position);
  }

  /** The session hears the room again from now on, and first who came and went on balance. */
  resume(session: Session, roomId: string): void {
    const [pause, room] = [session.pauseOf(roomId), this.#rooms.get(roomId)];
    if (!pause || !room) return;
    this.#endPause(session, roomId);
    this.#hear(session, room);
    for (const frame of pause.changes()) session.send(frame);
  }

  /** Those in the rooms that something was told in since the last call. */
  *toldLately(): IterableIterator<Session> {
    const told = this.#told;
    this.#told = new Set();
    for (const { sessions } of told) yield* sessions;
  }

  /** Tells everybody in the room, but not the connections of `exceptUser`. */
  tell(roomId: string, frame: FrameOf<'replayed' | 'conflated' | 'dropped'>, exceptUser?: string): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    this.#told.add(room);
    if (room.paused.size > 0) this.#tellPaused(room, frame, exceptUser);
    const except = exceptUser === undefined ? [] : this.#listenersOf(exceptUser, roomId);
    for (const audience of room.audiences) this.#tellAudience(room, audience, { frame, except });
  }

  /** Sends one session the first of these frames, in order and in one go, as many as are good at once. @returns how many */
  replay(session: Session, frames: readonly ServerFrame[]): number {
    const texts = this.#encoded.texts(session.dialect, frames, REPLAYED_AT_ONCE);
    session.sendAllEncoded(frames, texts);
    return texts.length;
  }

  tellUser(userId: string, frame: ServerFrame): void {
    for (const session of this.ofUser(userId)) session.send(frame);
  }

  #hearAs(session: Session, roomId: string, { isListening }: { readonly isListening: boolean }): void {
    const isIn = session.rooms.has(roomId);
    if (isIn && session.listens(roomId) === isListening) return;
    const room = isIn ? this.#rooms.get(roomId) : undefined;
    if (room) {
      this.#publisher.flush();
      this.#stopHearing(session, room);
      room.discount(session);
    }
    session.setListening(roomId, isListening);
    if (room) room.count(session);
    const entered = room ?? this.#add(session, roomId);
    // Whoever does not hear it for now hears it later, in this way.
    if (!session.pauseOf(roomId)) this.#hear(session, entered);
  }

  #hear(session: Session, room: Room): void {
    this.#publisher.flush();
    if (session.dialect.address) room.audienceOf(session)?.addressed?.add(session);
    else session.subscribe(room.topicOf(session));
  }

  #stopHearing(session: Session, room: Room): void {
    if (session.dialect.address) room.audienceOf(session)?.addressed?.delete(session);
    else session.unsubscribe(room.topicOf(session));
  }

  #tellAudience(room: Room, audience: Audience, { frame, except }: Pick<Telling, 'frame' | 'except'>): void {
    if (!audience.seesPeople && isConflated(frame)) return;
    const text = this.#encoded.text(audience.dialect, frame);
    if (text === undefined) return;
    const exceptHere = except.filter((session) => isOf(audience, session, room.id));
    const touch = audience.dialect.address?.(text, frame);
    if (touch) tellEach(audience, { frame, touch, except: exceptHere });
    else this.#publish(audience.topic, text, exceptHere);
  }

  #publish(topic: string, text: Encoded, except: readonly Session[]): void {
    if (except.length > 0) this.#publisher.flush();
    for (const session of except) session.unsubscribe(topic);
    this.#publisher.publish(topic, text);
    if (except.length > 0) this.#publisher.flush();
    for (const session of except) session.subscribe(topic);
  }

  #listenersOf(userId: string, roomId: string): Session[] {
    return [...this.ofUser(userId)].filter((session) => session.rooms.has(roomId) && !session.pauseOf(roomId));
  }

  #tellPaused(room: Room, frame: ServerFrame, exceptUser: string | undefined): void {
    for (const session of room.paused) {
      const pause = session.pauseOf(room.id);
      if (frame.kind === 'event') this.#tellLate(session, frame, pause);
      else if (isConflated(frame) && session.seesPeople(room.id) && !isUser(session, exceptUser)) pause?.note(frame);
    }
  }

  #tellLate(session: Session, frame: FrameOf<'replayed'>, pause: Pause | undefined): void {
    if (pause?.isPast(frame.recorded.position)) this.replay(session, [frame]);
  }

  #add(session: Session, roomId: string): Room {
    const room = this.#rooms.get(roomId) ?? new Room(roomId);
    this.#rooms.set(roomId, room);
    if (session.rooms.has(roomId)) return room;
    room.sessions.add(session);
    room.count(session);
    session.rooms.add(roomId);
    return room;
  }

  #endPause(session: Session, roomId: string): void {
    if (session.endPause(roomId)) this.#rooms.get(roomId)?.paused.delete(session);
  }

  #forgetUser(session: Session): void {
    const userId = session.identity?.user.id;
    const sessions = userId === undefined ? undefined : this.#users.get(userId);
    if (userId === undefined || !sessions?.delete(session)) return;
    if (sessions.size === 0) this.#users.delete(userId);
  }
}

interface Telling {
  readonly frame: ServerFrame;
  readonly touch: LastTouch;
  readonly except: readonly Session[];
}

function tellEach({ addressed }: Audience, { frame, touch, except }: Telling): void {
  addressed?.forEach((session) => {
    if (!except.includes(session)) session.sendTouched(frame, touch);
  });
}

const isOf = ({ dialect, isListening }: Audience, session: Session, roomId: string): boolean =>
  session.dialect === dialect && session.listens(roomId) === isListening;

const isConflated = (frame: ServerFrame): frame is FrameOf<'conflated'> => deliveryPolicy[frame.kind] === 'conflated';

const isUser = ({ identity }: Session, userId: string | undefined): boolean =>
  userId !== undefined && identity?.user.id === userId;

function index(users: Map<string, Few<Session>>, userId: string): Few<Session> {
  const sessions = users.get(userId) ?? new Few<Session>();
  users.set(userId, sessions);
  return sessions;
}
