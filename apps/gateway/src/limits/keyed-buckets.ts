import { TokenBucket } from './token-bucket.js';

export interface KeyedBucketsOptions {
  /** Tokens a second and key; 0 never refuses. */
  readonly rate: number;
  readonly burstSeconds: number;
  /** At most twice as many keys are remembered; 50,000 by default, about 10 MB. */
  readonly generation?: number;
}

const GENERATION = 50_000;

/**
 * A token bucket for each key, in bounded memory.
 *
 * A bucket that nobody has used for the time of a burst is full again: forgetting it changes nothing. So there are two
 * generations, and whoever was not seen during the younger one is forgotten with the older. Only who comes by more than
 * a generation of keys within one burst gets more than its due.
 */
export class KeyedBuckets {
  readonly #options: Required<KeyedBucketsOptions>;
  #young = new Map<string, TokenBucket>();
  #old = new Map<string, TokenBucket>();
  #begunAt = Number.NEGATIVE_INFINITY;

  constructor({ rate, burstSeconds, generation = GENERATION }: KeyedBucketsOptions) {
    this.#options = { rate, burstSeconds, generation };
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** @param now milliseconds */
  take(key: string, now: number): boolean {
    return this.#options.rate === 0 || this.#bucket(key, now).take(now);
  }

  #bucket(key: string, now: number): TokenBucket {
    const { rate, burstSeconds, generation } = this.#options;
    if (now - this.#begunAt >= burstSeconds * 1000) this.#nextGeneration(now);
    const known = this.#young.get(key);
    if (known) return known;
    if (this.#young.size >= generation) this.#nextGeneration(now);
    const bucket = this.#old.get(key) ?? new TokenBucket({ rate, burstSeconds, now });
    this.#old.delete(key);
    this.#young.set(key, bucket);
    return bucket;
  }

  #nextGeneration(now: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#begunAt = now;
  }
}
