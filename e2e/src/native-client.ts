import { once } from 'node:events';
import { decodeMulti, encode } from '@msgpack/msgpack';
import { WebSocket, type RawData } from 'ws';
import type { Closing, Frame } from './client.js';
import { expected, Inbox, type Wanted } from './inbox.js';

/** How the native language is written, as a client sees it that knows only the standard of that format. */
export interface Written {
  readonly subprotocol: string;
  write(frames: readonly object[]): string | Uint8Array;
  read(message: Buffer): readonly Frame[];
}

export const json: Written = {
  subprotocol: 'noroshi.v1.json',
  write: (frames) => frames.map((frame) => JSON.stringify(frame)).join('\n'),
  read: (message) =>
    message
      .toString()
      .split('\n')
      .map((line) => JSON.parse(line) as Frame),
};

export const msgpack: Written = {
  subprotocol: 'noroshi.v1.msgpack',
  write: (frames) => Buffer.concat(frames.map((frame) => encode(frame))),
  read: (message) => [...decodeMulti(message)] as Frame[],
};

export interface NativeOptions {
  readonly token?: string;
  readonly written?: Written;
  /** What is offered in the handshake; by default the subprotocol, and the token beside it. */
  readonly protocols?: readonly string[];
}

/** One socket that speaks the native language. */
export class NativeClient {
  readonly socket: WebSocket;
  readonly closed: Promise<Closing>;
  /** How many frames were in each message. */
  readonly messages: number[] = [];
  readonly #written: Written;
  readonly #inbox = new Inbox<Frame>();
  #ref = 0;

  private constructor(socket: WebSocket, written: Written) {
    this.socket = socket;
    this.#written = written;
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Resolves when the socket is open. */
  static async open(socketUrl: string, options: NativeOptions = {}): Promise<NativeClient> {
    const { token, written = json } = options;
    const { protocols = [written.subprotocol, ...(token === undefined ? [] : [`token.${token}`])] } = options;
    const socket = new WebSocket(new URL('/connect', socketUrl), [...protocols]);
    const client = new NativeClient(socket, written);
    await once(socket, 'open');
    return client;
  }

  get frames(): Frame[] {
    return this.#inbox.frames;
  }

  /** Of the greeting. */
  get connectionId(): string {
    return this.of('connection')[0]?.['connectionId'] as string;
  }

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** In one message. */
  send(...frames: readonly object[]): void {
    this.socket.send(this.#written.write(frames));
  }

  next(wanted: string | Wanted<Frame>): Promise<Frame> {
    return this.#inbox.next(expected(typeof wanted === 'string' ? { type: wanted } : wanted));
  }

  /** Asks under a number of its own. @returns everything that came with that number; the last one ends it */
  async ask(frame: object): Promise<readonly Frame[]> {
    const ref = (this.#ref += 1);
    this.send({ ...frame, ref });
    await this.next(({ type, ref: of }) => of === ref && (type === 'done' || type === 'error'));
    return this.frames.filter((each) => each['ref'] === ref);
  }

  async close(): Promise<Closing> {
    this.socket.close();
    return this.closed;
  }

  /** Ends the connection as a crash does. */
  reset(): void {
    this.socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (isBinary !== (typeof this.#written.write([]) !== 'string')) throw new Error('A message of the wrong kind came');
    const frames = this.#written.read(data as Buffer);
    this.messages.push(frames.length);
    for (const frame of frames) this.#inbox.put(frame);
  }
}
