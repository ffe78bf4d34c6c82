import type { Dialect, ServerFrame } from '@noroshi/protocol';
import type { Publisher } from './connection.js';
import { EncodeOnce } from './encode-once.js';
import type { Session } from './session.js';

interface Room {
  readonly sessions: Set<Session>;
  /** How many of them speak each dialect: a frame is encoded once for each that is spoken here. */
  readonly dialects: Map<Dialect, number>;
}

const nobody: ReadonlySet<Session> = new Set();

/** One gateway's index of sessions and rooms, and the fan-out over it. Knows no dialect by name and no socket library. */
export class Hub {
  readonly #publisher: Publisher;
  readonly #sessions = new Map<string, Session>();
  readonly #users = new Map<string, Set<Session>>();
  readonly #rooms = new Map<string, Room>();
  readonly #encoded = new EncodeOnce();

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

  ofUser(userId: string): ReadonlySet<Session> {
    return this.#users.get(userId) ?? nobody;
  }

  inRoom(roomId: string): ReadonlySet<Session> {
    return this.#rooms.get(roomId)?.sessions ?? nobody;
  }

  enter(session: Session, roomId: string): void {
    if (session.rooms.has(roomId)) return;
    const room: Room = this.#rooms.get(roomId) ?? { sessions: new Set(), dialects: new Map() };
    this.#rooms.set(roomId, room);
    room.sessions.add(session);
    room.dialects.set(session.dialect, (room.dialects.get(session.dialect) ?? 0) + 1);
    session.rooms.add(roomId);
    this.#publisher.flush();
    session.subscribe(topicOf(session.dialect, roomId));
  }

  leave(session: Session, roomId: string): void {
    const room = this.#rooms.get(roomId);
    if (!room || !session.rooms.delete(roomId)) return;
    session.unsubscribe(topicOf(session.dialect, roomId));
    room.sessions.delete(session);
    const speakers = (room.dialects.get(session.dialect) ?? 1) - 1;
    if (speakers > 0) room.dialects.set(session.dialect, speakers);
    else room.dialects.delete(session.dialect);
    if (room.sessions.size === 0) this.#rooms.delete(roomId);
  }

  /** Tells everybody in the room, but not the connections of `exceptUser`. */
  tell(roomId: string, frame: ServerFrame, exceptUser?: string): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    const except =
      exceptUser === undefined ? [] : [...this.ofUser(exceptUser)].filter((session) => session.rooms.has(roomId));
    for (const dialect of room.dialects.keys()) {
      const text = this.#encoded.text(dialect, frame);
      if (text === undefined) continue;
      const topic = topicOf(dialect, roomId);
      this.#publish(
        topic,
        text,
        except.filter((session) => session.dialect === dialect),
      );
    }
  }

  /** Sends frames to one session, in order and in one go. */
  replay(session: Session, frames: readonly ServerFrame[]): void {
    const texts = frames.map((frame) => this.#encoded.text(session.dialect, frame));
    session.sendAll(texts.filter((text) => text !== undefined));
  }

  tellUser(userId: string, frame: ServerFrame): void {
    for (const session of this.ofUser(userId)) session.send(frame);
  }

  #publish(topic: string, text: string, except: readonly Session[]): void {
    if (except.length > 0) this.#publisher.flush();
    for (const session of except) session.unsubscribe(topic);
    this.#publisher.publish(topic, text);
    if (except.length > 0) this.#publisher.flush();
    for (const session of except) session.subscribe(topic);
  }

  #forgetUser(session: Session): void {
    const userId = session.identity?.user.id;
    const sessions = userId === undefined ? undefined : this.#users.get(userId);
    if (userId === undefined || !sessions?.delete(session)) return;
    if (sessions.size === 0) this.#users.delete(userId);
  }
}

const topicOf = (dialect: Dialect, roomId: string): string => `${dialect.name}/${roomId}`;

function index(users: Map<string, Set<Session>>, userId: string): Set<Session> {
  const sessions = users.get(userId) ?? new Set();
  users.set(userId, sessions);
  return sessions;
}
