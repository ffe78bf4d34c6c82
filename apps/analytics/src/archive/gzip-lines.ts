import { gzipSync } from 'node:zlib';

/** Characters; so much is compressed at once. */
const CHUNK = 1_000_000;

/**
 * Lines, kept compressed. The same lines give the same bytes: several gzip streams one after the other, which every reader of
 * gzip takes for one.
 */
export class GzipLines {
  #waiting = '';
  readonly #chunks: Buffer[] = [];

  add(line: string): void {
    this.#waiting += line;
    if (this.#waiting.length >= CHUNK) this.#compress();
  }

  /** What was added so far. */
  bytes(): Buffer {
    if (this.#waiting !== '') this.#compress();
    return Buffer.concat(this.#chunks);
  }

  #compress(): void {
    this.#chunks.push(gzipSync(this.#waiting));
    this.#waiting = '';
  }
}
