/** Holds `rate * burstSeconds` tokens and gains `rate` a second. A rate of 0 never refuses. */
export class TokenBucket {
  readonly #rate: number;
  readonly #size: number;
  #tokens: number;
  #filledAt: number;

  constructor({
    rate,
    burstSeconds,
    now,
  }: {
    readonly rate: number;
    readonly burstSeconds: number;
    readonly now: number;
  }) {
    this.#rate = rate;
    this.#size = rate * burstSeconds;
    this.#tokens = this.#size;
    this.#filledAt = now;
  }

  /** @param now milliseconds */
  take(now: number): boolean {
    if (this.#rate === 0) return true;
    this.#tokens = Math.min(this.#size, this.#tokens + ((now - this.#filledAt) / 1000) * this.#rate);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
