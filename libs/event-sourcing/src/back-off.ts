const FIRST_MS = 50;
const LAST_MS = 2_000;

/** Pauses between tries, each twice as long as the one before, up to two seconds. */
export class BackOff {
  private readonly pauses = new Set<() => void>();
  private ended = false;

  get isEnded(): boolean {
    return this.ended;
  }

  /** @param retry 1 for the first one */
  wait(retry: number): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.pauses.delete(over);
        resolve();
      };
      const timer = setTimeout(over, Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(retry - 1, 10)));
      this.pauses.add(over);
    });
  }

  /** No pause from now on, and the ones under way are over: for those who stop. */
  end(): void {
    this.ended = true;
    for (const over of [...this.pauses]) over();
  }
}
