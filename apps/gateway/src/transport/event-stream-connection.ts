import type { Connection } from '@noroshi/hub';
import { textOf, type Disconnect, type Said } from '@noroshi/protocol';
import type { HttpResponse } from 'uWebSockets.js';

export interface EventStreamConnectionOptions {
  /** Bytes; who leaves more unread is cut. */
  readonly maxUnreadBytes: number;
  /** The last thing that is said. */
  readonly farewell: (disconnect: Disconnect) => string;
  /** How it says what is of no dialect: a text, or bytes in base64. */
  readonly pushed: (text: string, kind: { readonly isText: boolean }) => string;
  /** Asks for `flush` at the end of this turn of the event loop. */
  readonly told: (connection: EventStreamConnection) => void;
  /** Called once, when it is over for whichever reason. */
  readonly over: () => void;
}

/** Handed to the library at once: what it can't write it keeps beyond our reach, so this is the most it ever keeps. */
const HANDED_AT_ONCE = 64 * 1024;
/** Bytes; as for sockets. */
const NEARLY_DRAINED = 64 * 1024;
/** A comment: clients and their `id` do not notice it. */
const COMMENT = ':\n\n';

/**
 * A response that does not end. The library tells of a write only whether the peer was ready for all of it: so what comes
 * after one that it was not ready for waits here, where it is counted, until the library says that it is.
 */
export class EventStreamConnection implements Connection {
  readonly #response: HttpResponse;
  readonly #options: EventStreamConnectionOptions;
  #open = true;
  #texts: string[] = [];
  #bytes = 0;
  /** Of the last write, when the library has not written all of it. */
  #held = 0;
  #waiting: (() => void)[] = [];
  #wroteAt = 0;

  /** The response's status and headers are written before it is handed over, its `onAborted` is `gone`. */
  constructor(response: HttpResponse, options: EventStreamConnectionOptions) {
    this.#response = response;
    this.#options = options;
    response.onWritable(() => this.#onWritable());
  }

  send(said: Said): void {
    if (!this.#open) return;
    const text = textOf(said);
    this.#texts.push(text);
    this.#bytes += Buffer.byteLength(text);
    this.#options.told(this);
  }

  sendAll(said: readonly Said[]): void {
    for (const one of said) this.send(one);
  }

  sendBytes(bytes: Uint8Array, kind: { readonly isText: boolean }): void {
    this.send(this.#options.pushed(Buffer.from(bytes).toString(kind.isText ? 'utf8' : 'base64'), kind));
  }

  buffered(): number {
    return this.#open ? this.#bytes + this.#held : 0;
  }

  drained(): Promise<void> {
    if (this.buffered() <= NEARLY_DRAINED) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Its dialect says something else to each connection, so nothing is published to it. */
  subscribe(): void {}

  unsubscribe(): void {}

  /** Writes what the peer is ready for. */
  flush(now: number): void {
    if (!this.#open) return;
    if (this.#held === 0 && this.#bytes > 0) {
      this.#wroteAt = now;
      this.#response.cork(() => {
        while (this.#bytes > 0 && this.#held === 0) this.#write(this.#next());
      });
    }
    if (this.buffered() > this.#options.maxUnreadBytes) this.#end(() => this.#response.close());
    else if (this.buffered() <= NEARLY_DRAINED) this.#wake();
  }

  /** Says something that is nothing, if nothing was said since. Nobody on the way may take the stream for dead. */
  keepAlive({ now, since }: { readonly now: number; readonly since: number }): void {
    if (this.#wroteAt > since || this.buffered() > 0) return;
    this.send(COMMENT);
    this.flush(now);
  }

  /** Who has not read what was said before can't be told why either, and comes back with its cursor all the same. */
  close(disconnect: Disconnect): void {
    if (this.#held > 0) return this.#end(() => this.#response.close());
    this.#end(() =>
      this.#response.cork(() => {
        this.#response.write(this.#texts.join('') + this.#options.farewell(disconnect));
        this.#response.end();
      }),
    );
  }

  /** The peer is gone: the library's response must not be touched any more. */
  gone(): void {
    this.#end(() => undefined);
  }

  #end(last: () => void): void {
    if (!this.#open) return;
    this.#open = false;
    last();
    this.#texts = [];
    this.#wake();
    this.#options.over();
  }

  /** Of what waits as much as is handed over at once, and one text at least. */
  #next(): string {
    let [count, bytes] = [0, 0];
    for (const text of this.#texts) {
      const more = Buffer.byteLength(text);
      if (count > 0 && bytes + more > HANDED_AT_ONCE) break;
      count += 1;
      bytes += more;
    }
    this.#bytes -= bytes;
    return this.#texts.splice(0, count).join('');
  }

  #write(text: string): void {
    const isWritten = this.#response.write(text);
    this.#held = isWritten ? 0 : Buffer.byteLength(text);
  }

  /** The library goes on with what it holds only when something is written: a comment, so that it never holds more. */
  #onWritable(): boolean {
    if (!this.#open) return true;
    const held = this.#held;
    this.#response.cork(() => this.#write(COMMENT));
    if (this.#held > 0) this.#held = Math.max(held, this.#held);
    else this.flush(Date.now());
    return true;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
