import type { Connection } from '@noroshi/hub';
import type { Disconnect, Said } from '@noroshi/protocol';
import type { WebSocket } from 'uWebSockets.js';

/** Bytes: one more batch of a replay still fits well below the limit. */
const NEARLY_DRAINED = 64 * 1024;

/** Bytes that uWebSockets gathers while a socket is corked. */
const CORKED_AT_ONCE = 16 * 1024;
/** Bytes, of a frame as long as what is gathered. */
const HEADER = 4;

/** Has to be sent before the next is asked for: the library has copied it when `send` is back. */
function messageOf(said: Said): { readonly message: string | Uint8Array; readonly isBinary: boolean } {
  if (typeof said === 'string') return { message: said, isBinary: false };
  if (said instanceof Uint8Array) return { message: said, isBinary: true };
  return { message: said.shared.bytes(said.number), isBinary: false };
}

/** uWebSockets.js throws when a closed socket is touched: after `gone` nothing is. */
export class UwsConnection<T> implements Connection {
  readonly #socket: WebSocket<T>;
  #open = true;
  #waiting: (() => void)[] | undefined;

  constructor(socket: WebSocket<T>) {
    this.#socket = socket;
  }

  send(said: Said): void {
    if (!this.#open) return;
    const { message, isBinary } = messageOf(said);
    this.#socket.send(message, isBinary, false);
  }

  sendAll(said: readonly Said[]): void {
    let next = 0;
    const some = (): void => {
      next = this.#sendSome(said, next);
    };
    while (next < said.length && this.#open) this.#socket.cork(some);
  }

  /** As many as the library gathers into one write: what is corked beyond that it writes one by one. @returns the next one */
  #sendSome(said: readonly Said[], from: number): number {
    let [next, room] = [from, CORKED_AT_ONCE];
    for (let one = said[next]; one !== undefined; one = said[next]) {
      const { message, isBinary } = messageOf(one);
      room -= message.length + HEADER;
      if (room <= 0 && next > from) break;
      this.#socket.send(message, isBinary, false);
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
