import { TokenBucket } from './token-bucket.js';

export type FrameVerdict = 'take' | 'refuse' | 'refuse and say so' | 'close';

export const BURST_SECONDS = 2;
const SAY_SO_EVERY_MS = 1000;
const REFUSALS_BEFORE_CLOSE = 200;

/** One connection's frames: a flood is told once a second, and cut after 200 refused frames. */
export class FrameLimit {
  readonly #bucket: TokenBucket;
  #refused = 0;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(rate: number, now: number) {
    this.#bucket = new TokenBucket({ rate, burstSeconds: BURST_SECONDS, now });
  }

  take(now: number): boolean {
    return this.#bucket.take(now);
  }

  /** What happens to a frame that this or another limit does not let through. */
  refuse(now: number): Exclude<FrameVerdict, 'take'> {
    this.#refused += 1;
    if (this.#refused > REFUSALS_BEFORE_CLOSE) return 'close';
    if (now - this.#saidAt < SAY_SO_EVERY_MS) return 'refuse';
    this.#saidAt = now;
    return 'refuse and say so';
  }
}
