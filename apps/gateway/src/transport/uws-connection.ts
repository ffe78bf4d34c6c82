import type { Connection } from '@noroshi/hub';
import { lengthOf, type Disconnect, type Said } from '@noroshi/protocol';
import type { WebSocket } from 'uWebSockets.js';

/** Bytes: one more batch of a replay still fits well below the limit. */
const NEARLY_DRAINED = 64 * 1024;

/** Bytes that uWebSockets gathers while a socket is corked. */
const CORKED_AT_ONCE = 16 * 1024;
/** Bytes of a frame's header, and of a number. */
const AROUND = 26;

/** The library has copied it when `send` is back. */
const messageOf = (said: Said): string | Uint8Array =>
  typeof said === 'string' || isBytes(said) ? said : said.shared.bytes(said.number);

const isBytes = (said: Said): said is Uint8Array => said instanceof Uint8Array;

/** uWebSockets.js throws when a closed socket is touched: after `gone` nothing is. */
export class UwsConnection<T> implements Connection {
  readonly #socket: WebSocket<T>;
  #open = true;
  #waiting: (() => void)[] | undefined;

  constructor(socket: WebSocket<T>) {
    this.#socket = socket;
  }

  send(said: Said): void {
    if (this.#open) this.#socket.send(messageOf(said), isBytes(said), false);
  }

  sendAll(said: readonly Said[]): void {
    for (let from = 0; from < said.length && this.#open;) {
      this.#socket.cork(() => (from = this.#sendSome(said, from)));
    }
  }

  /** As many as the library gathers into one write: what is corked beyond that it writes one by one. @returns the next one */
  #sendSome(said: readonly Said[], from: number): number {
    let [next, room] = [from, CORKED_AT_ONCE];
    for (let one = said[next]; one !== undefined; one = said[next]) {
      room -= lengthOf(one) + AROUND;
      if (room < 0 && next > from) break;
      this.#socket.send(messageOf(one), isBytes(one), false);
      next += 1;
    }
    return next;
  }

  sendBytes(bytes: Uint8Array, { isText }: { readonly isText: boolean }): void {
    if (this.#open) this.#socket.send(bytes, !isText, false);
  }

  buffered(): number {
    return this.#open ? this.#socket.getBufferedAmount() : 0;
  }

  drained(): Promise<void> {
    if (!this.#open || this.#socket.getBufferedAmount() <= NEARLY_DRAINED) {
      return new Promise((resolve) => setImmediate(resolve));
    }
    return new Promise((resolve) => (this.#waiting ??= []).push(resolve));
  }

  /** To be called when the library says that it has sent something on. */
  onDrain(): void {
    if (this.#open && this.#socket.getBufferedAmount() > NEARLY_DRAINED) return;
    for (const resolve of this.#waiting?.splice(0) ?? []) resolve();
  }

  subscribe(topic: string): void {
    if (this.#open) this.#socket.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    if (this.#open) this.#socket.unsubscribe(topic);
  }

  close({ code, reason, isCut }: Disconnect): void {
    if (!this.#open) return;
    if (isCut) this.#socket.close();
    else this.#socket.end(code, reason);
  }

  gone(): void {
    this.#open = false;
    this.onDrain();
  }
}
