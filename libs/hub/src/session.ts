import type { Actor } from '@noroshi/domain';
import type { Dialect, Disconnect, ServerFrame, SessionTraits } from '@noroshi/protocol';
import type { Connection } from './connection.js';
import { deliveryPolicy } from './delivery-policy.js';
import { Few } from './few.js';
import type { Pause } from './pause.js';

/** Who somebody proved to be, or claims to be (`guest`). */
export interface Identity {
  readonly user: Actor;
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
}

/** One party on one connection: who it is, which language it speaks, which rooms it is in. */
export class Session {
  readonly connectionId: string;
  readonly dialect: Dialect;
  readonly traits: SessionTraits;
  readonly connectedAt: number;
  readonly rooms = new Few<string>();
  identity: Identity | undefined;
  /** When the client last sent a frame, in milliseconds since 1970. */
  lastActivity: number;
  /** The same without keep-alives: whoever only keeps the connection is away. */
  actedAt: number;
  closed = false;
  /** Reads more slowly than it is written to: being brought up, or about to be closed. */
  lagging = false;
  /** No more frames are taken from it: it is about to be closed. */
  leaving = false;
  /** Frames that it sent and that are not done yet. */
  framesInHand = 0;
  /** And how long they are together. */
  charactersInHand = 0;
  #pauses: Map<string, Pause> | undefined;
  readonly #connection: Connection;

  constructor({ connectionId, connection, dialect, traits, connectedAt, identity }: SessionOptions) {
    this.connectionId = connectionId;
    this.dialect = dialect;
    this.traits = traits;
    this.connectedAt = connectedAt;
    this.lastActivity = connectedAt;
    this.actedAt = connectedAt;
    this.identity = identity;
    this.#connection = connection;
  }

  send(frame: ServerFrame): void {
    if (this.closed || (this.lagging && deliveryPolicy[frame.kind] === 'dropped')) return;
    const text = this.dialect.encode(frame);
    if (text !== undefined) this.#connection.send(text);
  }

  sendAll(texts: readonly string[]): void {
    if (!this.closed && texts.length > 0) this.#connection.sendAll(texts);
  }

  /** Bytes that wait for the client to read. */
  get buffered(): number {
    return this.closed ? 0 : this.#connection.buffered();
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
    if (!this.closed) this.#connection.close(disconnect);
  }
}
