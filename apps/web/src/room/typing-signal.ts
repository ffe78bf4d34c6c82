interface Needs {
  readonly send: (isTyping: boolean) => void;
  readonly now: () => number;
}

/** Well under the time after which others stop showing it. */
const repeatMs = 2_500;
const idleMs = 3_000;

/** Tells the room that this person is typing: at most once in a while, and once that it is over. */
export class TypingSignal {
  private toldAt: number | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly needs: Needs) {}

  typed(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.stopped(), idleMs);
    const now = this.needs.now();
    if (this.toldAt !== undefined && now - this.toldAt < repeatMs) return;
    this.toldAt = now;
    this.needs.send(true);
  }

  stopped(): void {
    clearTimeout(this.idle);
    if (this.toldAt === undefined) return;
    this.toldAt = undefined;
    this.needs.send(false);
  }
}
