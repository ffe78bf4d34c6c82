/** Counts down what was stored when a subscription began. */
export class CatchUp {
  readonly done: Promise<void>;
  private settle!: () => void;
  private fail!: (cause: Error) => void;

  constructor(private left: number) {
    this.done = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
    // Nobody has to wait for it.
    this.done.catch(() => undefined);
    if (left === 0) this.settle();
  }

  /** @param pending how many came after the event when it was delivered; none: caught up, whatever the count says */
  handled(pending: number): void {
    this.left -= 1;
    if (this.left <= 0 || pending === 0) this.settle();
  }

  abandon(): void {
    this.fail(new Error('the subscription was closed before it had caught up'));
  }
}
