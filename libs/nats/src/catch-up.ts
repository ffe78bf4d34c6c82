/** Counts down what was stored when a subscription began. */
export class CatchUp {
  readonly done: Promise<void>;
  private settle: () => void = () => undefined;

  constructor(private left: number) {
    this.done = new Promise((resolve) => (this.settle = resolve));
    if (left === 0) this.settle();
  }

  /** @param pending how many came after the event when it was delivered; none: caught up, whatever the count says */
  handled(pending: number): void {
    this.left -= 1;
    if (this.left <= 0 || pending === 0) this.settle();
  }
}
