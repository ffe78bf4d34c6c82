import { TokenBucket } from './token-bucket.js';

export type FrameVerdict = 'take' | 'refuse' | 'refuse and say so' | 'close';

const BURST_SECONDS = 2;
const SAY_SO_EVERY_MS = 1000;
const REFUSALS_BEFORE_CLOSE = 200;

/** What happens to a connection's next frame: a flood is told once a second, and cut after 200 refused frames. */
export class FrameLimit {
  readonly #bucket: TokenBucket;
  #refused = 0;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(rate: number, now: number) {
    this.#bucket = new TokenBucket({ rate, burstSeconds: BURST_SECONDS, now });
  }

  judge(now: number): FrameVerdict {
    if (this.#bucket.take(now)) return 'take';
    this.#refused += 1;
    if (this.#refused > REFUSALS_BEFORE_CLOSE) return 'close';
    if (now - this.#saidAt < SAY_SO_EVERY_MS) return 'refuse';
    this.#saidAt = now;
    return 'refuse and say so';
  }
}
