import type { Actor } from '@noroshi/domain';
import {
  disconnects,
  type Dialect,
  type Disconnect,
  type Encoded,
  type LastTouch,
  type Said,
  type ServerFrame,
  type SessionTraits,
} from '@noroshi/protocol';
import type { Connection } from './connection.js';
import { deliveryPolicy } from './delivery-policy.js';
import { Few } from './few.js';
import type { Pause } from './pause.js';

/** Who somebody proved to be, or claims to be (`guest`). */
export interface Identity {
  readonly user: Actor;
  /** What the token says its user is besides a user, such as `admin`; absent: nothing. */
  readonly roles?: readonly string[];
  /** Milliseconds since 1970; absent for guests. */
  readonly expiresAt?: number;
  /** When the token was made, in milliseconds since 1970; absent when it does not tell. */
  readonly issuedAt?: number;
}

export interface SessionOptions {
  readonly connectionId: string;
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly traits: SessionTraits;
  readonly connectedAt: number;
  readonly identity?: Identity;
  /** What the conversation remembers, in its dialect. */
  readonly memory: object;
  /** Of the other end of the connection. */
  readonly address?: string;
  /** What the client calls itself. */
  readonly userAgent?: string;
}

const GOING_AWAY: number = disconnects.goingAway.code;

/** One party on one connection: who it is, which language it speaks, which rooms it is in. */
export class Session {
  readonly connectionId: string;
  readonly dialect: Dialect;
  readonly traits: SessionTraits;
  readonly connectedAt: number;
  readonly memory: object;
  readonly address: string;
  readonly userAgent: string;
  readonly rooms = new Few<string>();
  identity: Identity | undefined;
  /** When the client last sent a frame, in milliseconds since 1970. */
  lastActivity: number;
  /** The same without keep-alives: whoever only keeps the connection is away. */
  actedAt: number;
  closed = false;
  /** It was ended from here, and not by its client or the network. */
  isEnded = false;
  /** It has no connection now, and waits for its client to come back. */
  isAway = false;
  /** Reads more slowly than it is written to: being brought up, or about to be closed. */
  lagging = false;
  /** No more frames are taken from it: it is about to be closed. */
  leaving = false;
  /** Frames that it sent and that are not done yet. */
  framesInHand = 0;
  /** And how long they are together. */
  charactersInHand = 0;
  /** Hears all rooms of its user, also those that it is not present in. */
  isFollowing = false;
  #listening: Set<string> | undefined;
  #pauses: Map<string, Pause> | undefined;
  #connection: Connection;

  constructor({ connectionId, connection, dialect, traits, memory, connectedAt, ...rest }: SessionOptions) {
    this.connectionId = connectionId;
    this.dialect = dialect;
    this.traits = traits;
    this.memory = memory;
    this.connectedAt = connectedAt;
    this.lastActivity = connectedAt;
    this.actedAt = connectedAt;
    this.identity = rest.identity;
    this.address = rest.address ?? '';
    this.userAgent = rest.userAgent ?? '';
    this.#connection = connection;
  }

  send(frame: ServerFrame): void {
    this.sendEncoded(frame, this.dialect.encode(frame));
  }

  /** What its dialect makes of the frame, said to this connection; undefined: its language does not say that. */
  sendEncoded(frame: ServerFrame, text: Encoded | undefined): void {
    if (this.#isFor(frame)) this.#say(this.#address(text, frame));
  }

  /** What its dialect makes of the frame for everybody, with the last touch for this connection. */
  sendTouched(frame: ServerFrame, touch: LastTouch): void {
    if (this.#isFor(frame)) this.#say(touch(this.memory));
  }

  /** The same of several frames, in one go, and in one message where its language can do that. */
  sendAllEncoded(frames: readonly ServerFrame[], texts: readonly (Encoded | undefined)[]): void {
    if (this.closed) return;
    if (this.dialect.joined) return this.#sendJoined(texts);
    const own = texts.map((text, index) => this.#address(text, frames[index]));
    const said = own.filter((text) => text !== undefined);
    if (said.length > 0) this.#connection.sendAll(said);
  }

  /** What a back end has to say to this connection, in whatever language: queued behind what it has not read. */
  sendBytes(bytes: Uint8Array, kind: { readonly isText: boolean }): void {
    if (!this.closed) this.#connection.sendBytes(bytes, kind);
  }

  /** Bytes that wait for the client to read. */
  get buffered(): number {
    return this.closed ? 0 : this.#connection.buffered();
  }

  /** In the room only to hear it: the others do not see it there, and it does not see them come and go. */
  listens(roomId: string): boolean {
    return this.#listening?.has(roomId) ?? false;
  }

  /** Is told who comes and goes there: who is there as well, and who never does anything but listen. */
  seesPeople(roomId: string): boolean {
    return !this.listens(roomId) || this.traits.listens === true;
  }

  /** For the hub, which has to tell it in another way from then on. */
  setListening(roomId: string, isListening: boolean): void {
    if (isListening) (this.#listening ??= new Set()).add(roomId);
    else this.#listening?.delete(roomId);
  }

  /** A room that it is in and does not hear for now. */
  get nextPause(): Pause | undefined {
    return this.#pauses?.values().next().value;
  }

  pauseOf(roomId: string): Pause | undefined {
    return this.#pauses?.get(roomId);
  }

  pauseIn(pause: Pause): void {
    (this.#pauses ??= new Map<string, Pause>()).set(pause.roomId, pause);
  }

  /** @returns whether there was one */
  endPause(roomId: string): boolean {
    return this.#pauses?.delete(roomId) ?? false;
  }

  /** Resolves when the client has read nearly everything, or is gone. */
  drained(): Promise<void> {
    return this.#connection.drained();
  }

  subscribe(topic: string): void {
    if (!this.closed) this.#connection.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    if (!this.closed) this.#connection.unsubscribe(topic);
  }

  close(disconnect: Disconnect): void {
    if (this.closed) return;
    this.isEnded = true;
    const isCut = this.traits.cutWhenGoingAway && disconnect.code === GOING_AWAY;
    this.#connection.close(isCut ? { ...disconnect, isCut } : disconnect);
  }

  /** Is this what it speaks over now. */
  isOn(connection: Connection): boolean {
    return this.#connection === connection;
  }

  /** Goes on over another connection; the one before is left as it is. */
  moveTo(connection: Connection): void {
    this.#connection = connection;
  }

  /** Goes on over the connection of a session that is over with this; its own, if it has one still, is cut. */
  goOnAs(fresh: Session): void {
    const former = this.#connection;
    this.#connection = fresh.#connection;
    this.isAway = false;
    fresh.closed = true;
    former.close({ ...disconnects.goingAway, isCut: true });
  }

  /** What was said before, as it was said. */
  repeat(texts: readonly string[]): void {
    if (!this.closed && texts.length > 0) this.#connection.sendAll(texts);
  }

  #isFor({ kind }: ServerFrame): boolean {
    return !this.closed && !(this.lagging && deliveryPolicy[kind] === 'dropped');
  }

  #say(said: Said | undefined): void {
    if (said !== undefined) this.#connection.send(said);
  }

  #sendJoined(texts: readonly (Encoded | undefined)[]): void {
    const all = texts.filter((text) => text !== undefined);
    const message = all.length > 0 ? this.dialect.joined?.(all) : undefined;
    if (message !== undefined) this.#connection.send(message);
  }

  #address(text: Encoded | undefined, frame: ServerFrame | undefined): Said | undefined {
    const { dialect, memory } = this;
    return text === undefined || !frame || !dialect.address ? text : dialect.address(text, frame)(memory);
  }
}
