export interface BackOffOptions {
  /** Milliseconds of the first pause; 50 by default. */
  readonly firstMs?: number;
  /** Milliseconds of the longest; 2,000 by default. */
  readonly lastMs?: number;
  /** How much of each pause is left to chance, from 0, the default, to 1: for many who wait for the same. */
  readonly jitter?: number;
}

/** Pauses between tries, each twice as long as the one before, up to a longest. */
export class BackOff {
  private readonly options: Required<BackOffOptions>;
  private readonly pauses = new Set<() => void>();
  private ended = false;

  constructor({ firstMs = 50, lastMs = 2_000, jitter = 0 }: BackOffOptions = {}) {
    this.options = { firstMs, lastMs, jitter };
  }

  get isEnded(): boolean {
    return this.ended;
  }

  /** @param retry 1 for the first one */
  wait(retry: number): Promise<void> {
    const { firstMs, lastMs, jitter } = this.options;
    const longest = Math.min(lastMs, firstMs * 2 ** Math.min(retry - 1, 30));
    return this.pause(longest * (1 - jitter * Math.random()));
  }

  /** A pause of another's choice. */
  pause(ms: number): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.pauses.delete(over);
        resolve();
      };
      const timer = setTimeout(over, ms);
      this.pauses.add(over);
    });
  }

  /** No pause from now on, and the ones under way are over: for those who stop. */
  end(): void {
    this.ended = true;
    for (const over of [...this.pauses]) over();
  }
}
