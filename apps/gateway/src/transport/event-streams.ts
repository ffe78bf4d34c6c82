import type { EventStreamConnection } from './event-stream-connection.js';

/** Proxies and browsers take a quarter of a minute of silence for nothing; looked at once a second. */
const SILENCE_MS = 14_000;

/** All event streams of this gateway. What is said to one in a turn of the event loop is written in one go. */
export class EventStreams {
  readonly #open = new Set<EventStreamConnection>();
  #told = new Set<EventStreamConnection>();

  get size(): number {
    return this.#open.size;
  }

  add(connection: EventStreamConnection): void {
    this.#open.add(connection);
  }

  remove(connection: EventStreamConnection): void {
    this.#open.delete(connection);
    this.#told.delete(connection);
  }

  /** Something waits to be written. */
  told(connection: EventStreamConnection): void {
    if (this.#told.size === 0) setImmediate(() => this.#flush());
    this.#told.add(connection);
  }

  /** To be called once a second: one timer for all. */
  keepAlive(now: number): void {
    for (const connection of this.#open) connection.keepAlive({ now, since: now - SILENCE_MS });
  }

  #flush(): void {
    const told = this.#told;
    this.#told = new Set();
    const now = Date.now();
    for (const connection of told) connection.flush(now);
  }
}
