import type { Connection } from '@noroshi/hub';
import type { Disconnect } from '@noroshi/protocol';
import type { WebSocket } from 'uWebSockets.js';

/** Bytes: one more batch of a replay still fits well below the limit. */
const NEARLY_DRAINED = 64 * 1024;

/** uWebSockets.js throws when a closed socket is touched: after `gone` nothing is. */
export class UwsConnection<T> implements Connection {
  readonly #socket: WebSocket<T>;
  #open = true;
  #waiting: (() => void)[] | undefined;

  constructor(socket: WebSocket<T>) {
    this.#socket = socket;
  }

  send(text: string): void {
    if (this.#open) this.#socket.send(text, false, false);
  }

  sendAll(texts: readonly string[]): void {
    if (!this.#open) return;
    this.#socket.cork(() => {
      for (const text of texts) this.#socket.send(text, false, false);
    });
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
