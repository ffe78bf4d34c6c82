import { randomBytes } from 'node:crypto';

export const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FIN = 0x80;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const LONGEST_HEADER = 10;

const header = (opcode: number, length: number, masked: boolean): Buffer => {
  const mask = masked ? MASKED : 0;
  if (length < LENGTH_16) return Buffer.from([FIN | opcode, mask | length]);
  if (length > 0xffff) throw new RangeError(`a frame of ${length} bytes is more than this bench ever sends`);
  const bytes = Buffer.from([FIN | opcode, mask | LENGTH_16, 0, 0]);
  bytes.writeUInt16BE(length, 2);
  return bytes;
};

/** One unfragmented client frame, masked as RFC 6455 asks of clients. */
export const encodeClientFrame = (opcode: number, payload: Buffer): Buffer => {
  const key = randomBytes(4);
  const masked = Buffer.allocUnsafe(payload.length);
  for (let i = 0; i < payload.length; i++) masked[i] = (payload[i] ?? 0) ^ (key[i & 3] ?? 0);
  return Buffer.concat([header(opcode, payload.length, true), key, masked]);
};

/** One unfragmented server frame: for the blaster, which plays the server. */
export const encodeServerFrame = (opcode: number, payload: Buffer): Buffer =>
  Buffer.concat([header(opcode, payload.length, false), payload]);

const lengthCode = (bytes: Buffer, at: number): number => {
  const second = bytes[at + 1] ?? 0;
  if (second & MASKED) throw new Error('a server frame is masked');
  return second;
};

const headerSize = (code: number): number => (code < LENGTH_16 ? 2 : code === LENGTH_16 ? 4 : LONGEST_HEADER);

/** Bytes of the frame that begins at `at`, or -1 while its header is incomplete. */
const frameSize = (bytes: Buffer, at: number, end: number): number => {
  if (end - at < 2) return -1;
  const code = lengthCode(bytes, at);
  const head = headerSize(code);
  if (end - at < head) return -1;
  if (code < LENGTH_16) return head + code;
  return head + (code === LENGTH_64 ? Number(bytes.readBigUInt64BE(at + 2)) : bytes.readUInt16BE(at + 2));
};

/** `bytes[start..end)` is the payload, valid only during the call. */
export type FrameSink = (
  opcode: number,
  bytes: Buffer,
  range: { readonly start: number; readonly end: number },
) => void;

/**
 * Walks frame headers over whatever the socket read, copying only the frame that a read cut in two. Fragmented frames
 * are an error: no peer sends them, and counting them as messages would be wrong.
 */
export class FrameReader {
  #cut = Buffer.allocUnsafe(1024);
  #held = 0;
  readonly #range = { start: 0, end: 0 };

  constructor(private readonly sink: FrameSink) {}

  /** Takes `bytes[from..end)`; the buffer may be reused afterwards. */
  push(bytes: Buffer, from: number, end: number): void {
    let at = this.#held === 0 ? from : this.#completeCut(bytes, from, end);
    for (;;) {
      const size = frameSize(bytes, at, end);
      if (size < 0 || at + size > end) break;
      this.#emit(bytes, at, size);
      at += size;
    }
    if (at < end) this.#hold(bytes, at, end);
  }

  #completeCut(bytes: Buffer, from: number, end: number): number {
    let at = from;
    while (at < end) {
      const size = frameSize(this.#cut, 0, this.#held);
      const missing = size < 0 ? 1 : size - this.#held;
      const until = Math.min(end, at + missing);
      this.#hold(bytes, at, until);
      at = until;
      if (frameSize(this.#cut, 0, this.#held) !== this.#held) continue;
      const whole = this.#held;
      this.#held = 0;
      this.#emit(this.#cut, 0, whole);
      return at;
    }
    return at;
  }

  #hold(bytes: Buffer, from: number, end: number): void {
    const needed = this.#held + end - from;
    if (needed > this.#cut.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.#cut.copy(larger, 0, 0, this.#held);
      this.#cut = larger;
    }
    bytes.copy(this.#cut, this.#held, from, end);
    this.#held = needed;
  }

  #emit(bytes: Buffer, at: number, size: number): void {
    const first = bytes[at] ?? 0;
    if (!(first & FIN) || (first & 0x0f) === 0) throw new Error('a fragmented frame');
    this.#range.start = at + headerSize(lengthCode(bytes, at));
    this.#range.end = at + size;
    this.sink(first & 0x0f, bytes, this.#range);
  }
}
