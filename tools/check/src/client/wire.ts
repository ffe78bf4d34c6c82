import { WebSocket, type RawData } from 'ws';
import type { Frame } from './ledger.js';

export interface WireOptions {
  readonly url: string;
  readonly token: string;
  readonly onFrame: (frame: Frame) => void;
  /** Once, also when the socket never opened. */
  readonly onEnd: (why: string) => void;
}

/** A gateway that was stopped in the middle takes connections and does not answer. */
const HANDSHAKE_MS = 2_500;

/** One socket that speaks the rooms dialect. */
export class Wire {
  readonly #socket: WebSocket;
  #why = 'closed';
  #stall: NodeJS.Timeout | undefined;

  constructor({ url, token, onFrame, onEnd }: WireOptions) {
    const headers = { authorization: `Bearer ${token}` };
    this.#socket = new WebSocket(url, { headers, handshakeTimeout: HANDSHAKE_MS, perMessageDeflate: false });
    this.#socket.on('message', (data) => onFrame(parse(data)));
    this.#socket.on('error', ({ message }) => (this.#why = message));
    this.#socket.once('close', (code, reason) => {
      clearTimeout(this.#stall);
      onEnd(code === 1006 ? this.#why : `${code} ${reason.toString()}`.trim());
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(frame: object): void {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame));
  }

  /** Reads nothing for a while. */
  stall(ms: number): void {
    if (!this.isOpen) return;
    this.#socket.pause();
    clearTimeout(this.#stall);
    this.#stall = setTimeout(() => this.#socket.resume(), ms);
  }

  close(): void {
    this.#socket.resume();
    this.#socket.close();
  }

  /** Ends it as a crash does: without a close frame. */
  drop(): void {
    this.#socket.resume();
    this.#socket.terminate();
  }
}

/** What is no frame of the dialect has a type that nobody knows, which the client tells. */
function parse(data: RawData): Frame {
  const text = (data as Buffer).toString();
  try {
    const frame = JSON.parse(text) as Frame | null;
    if (typeof frame?.type === 'string') return frame;
  } catch {
    // Told below.
  }
  return { type: 'not a frame', text };
}
