/** Longer strings are quicker encoded by Node than here. */
const SHORT = 64;
const FIRST_BYTES = 65_536;

/** Bytes one after the other, as Kafka's protocol has them: big-endian, and zigzag varints in records. Grows. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** What was written; valid until the next write. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  /** Begins again, in the same memory. */
  clear(): void {
    this.#at = 0;
  }

  int8(value: number): void {
    this.#need(1);
    this.#at = this.#bytes.writeInt8(value, this.#at);
  }

  int16(value: number): void {
    this.#need(2);
    this.#at = this.#bytes.writeInt16BE(value, this.#at);
  }

  int32(value: number): void {
    this.#need(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  uint32(value: number): void {
    this.#need(4);
    this.#at = this.#bytes.writeUInt32BE(value, this.#at);
  }

  int64(value: bigint): void {
    this.#need(8);
    this.#at = this.#bytes.writeBigInt64BE(value, this.#at);
  }

  /** @param value not negative, and exact as a number */
  varint(value: number): void {
    this.#need(10);
    let rest = value * 2;
    while (rest >= 128) {
      this.#bytes[this.#at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#at++] = rest;
  }

  /** With its length before it, in bytes. */
  varintString(text: string): void {
    if (text.length < SHORT && this.#writeAscii(text)) return;
    const size = Buffer.byteLength(text);
    this.varint(size);
    this.#need(size);
    this.#at += this.#bytes.write(text, this.#at, 'utf8');
  }

  bytes(bytes: Uint8Array): void {
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Leaves no trace of what is not ASCII, and says so. The length of what is shorter than 64 takes one byte. */
  #writeAscii(text: string): boolean {
    this.#need(SHORT);
    const bytes = this.#bytes;
    const from = this.#at + 1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      bytes[from + index] = code;
    }
    bytes[this.#at] = text.length * 2;
    this.#at = from + text.length;
    return true;
  }

  #need(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
