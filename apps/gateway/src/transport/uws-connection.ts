import type { Connection } from '@noroshi/hub';
import type { Disconnect } from '@noroshi/protocol';
import type { WebSocket } from 'uWebSockets.js';

/** uWebSockets.js throws when a closed socket is touched: after `gone` nothing is. */
export class UwsConnection<T> implements Connection {
  readonly #socket: WebSocket<T>;
  #open = true;

  constructor(socket: WebSocket<T>) {
    this.#socket = socket;
  }

  send(text: string): void {
    if (this.#open) this.#socket.send(text, false, false);
  }

  subscribe(topic: string): void {
    if (this.#open) this.#socket.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    if (this.#open) this.#socket.unsubscribe(topic);
  }

  close({ code, reason }: Disconnect): void {
    if (this.#open) this.#socket.end(code, reason);
  }

  gone(): void {
    this.#open = false;
  }
}
