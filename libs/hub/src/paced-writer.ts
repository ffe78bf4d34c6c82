import { lengthOf, type Disconnect, type Said } from '@noroshi/protocol';
import type { Connection } from './connection.js';
import type { Pace } from './paced-publisher.js';

/** Nobody waits longer than this for a frame that could have been written. */
const LONGEST_REST_MS = 4;

/**
 * Writes to connections that are told one by one: what comes while the sockets are written goes out together, in one write for
 * each, as `PacedPublisher` does it for those who are told the same.
 */
export class PacedWriter {
  readonly #pace: Pace;
  #waiting = new Set<PacedConnection>();
  #isAtWork = false;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  connection(inner: Connection): Connection {
    return new PacedConnection(inner, (connection) => this.#add(connection));
  }

  #add(connection: PacedConnection): void {
    this.#waiting.add(connection);
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    this.#pace.afterWriting(() => this.#write());
  }

  #write(): void {
    const begun = this.#pace.now();
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const connection of waiting) connection.flush();
    this.#pace.afterWriting(() => {
      const rest = Math.min(this.#pace.now() - begun, LONGEST_REST_MS);
      if (rest < 1) this.#goOn();
      else this.#pace.later(() => this.#goOn(), rest);
    });
  }

  #goOn(): void {
    this.#isAtWork = this.#waiting.size > 0;
    if (this.#isAtWork) this.#write();
  }
}

class PacedConnection implements Connection {
  readonly #inner: Connection;
  readonly #wait: (connection: PacedConnection) => void;
  #said: Said[] = [];

  constructor(inner: Connection, wait: (connection: PacedConnection) => void) {
    this.#inner = inner;
    this.#wait = wait;
  }

  send(said: Said): void {
    if (this.#said.push(said) === 1) this.#wait(this);
  }

  sendAll(said: readonly Said[]): void {
    for (const one of said) this.send(one);
  }

  sendBytes(bytes: Uint8Array, kind: { readonly isText: boolean }): void {
    this.flush();
    this.#inner.sendBytes(bytes, kind);
  }

  flush(): void {
    const said = this.#said;
    if (said.length === 0) return;
    this.#said = [];
    this.#inner.sendAll(said);
  }

  buffered(): number {
    return this.#said.reduce((sum, said) => sum + lengthOf(said), this.#inner.buffered());
  }

  drained(): Promise<void> {
    this.flush();
    return this.#inner.drained();
  }

  subscribe(topic: string): void {
    this.#inner.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.#inner.unsubscribe(topic);
  }

  close(disconnect: Disconnect): void {
    this.flush();
    this.#inner.close(disconnect);
  }
}
