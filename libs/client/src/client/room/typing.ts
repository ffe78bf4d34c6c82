import type { User } from '../../api/message.js';
import { userOf, type FrameOf } from '../frames.js';
import { Value } from '../live-values.js';

/** The server says after three seconds that somebody stopped; this is for when that is lost. */
const LASTS_MS = 6_000;
const REPEAT_MS = 2_000;
const IDLE_MS = 3_000;

type Timer = ReturnType<typeof setTimeout>;

/** Who types in a room, and telling that one does. */
export class Typing {
  readonly users = new Value<readonly User[]>([]);
  readonly #say: (isTyping: boolean) => void;
  readonly #ends = new Map<string, Timer>();
  #idle: Timer | undefined;
  #saidAt: number | undefined;

  constructor(say: (isTyping: boolean) => void) {
    this.#say = say;
  }

  set(isTyping: boolean): void {
    clearTimeout(this.#idle);
    if (!isTyping) return this.#stop();
    this.#idle = setTimeout(() => this.#stop(), IDLE_MS);
    const now = Date.now();
    if (this.#saidAt !== undefined && now - this.#saidAt < REPEAT_MS) return;
    this.#saidAt = now;
    this.#say(true);
  }

  heard(frame: FrameOf<'typing'>): void {
    this.stopped(frame.userId);
    if (!frame.isTyping) return;
    this.#ends.set(
      frame.userId,
      setTimeout(() => this.stopped(frame.userId), LASTS_MS),
    );
    this.users.set([...this.users.current, userOf(frame)]);
  }

  /** Also when somebody said something, or left. */
  stopped(userId: string): void {
    clearTimeout(this.#ends.get(userId));
    if (this.#ends.delete(userId)) this.users.set(this.users.current.filter((user) => user.userId !== userId));
  }

  nobody(): void {
    for (const userId of [...this.#ends.keys()]) this.stopped(userId);
  }

  close(): void {
    clearTimeout(this.#idle);
    this.nobody();
  }

  #stop(): void {
    if (this.#saidAt === undefined) return;
    this.#saidAt = undefined;
    this.#say(false);
  }
}
