import type { User } from '../../api/message.js';
import { userOf, type FrameOf } from '../frames.js';
import { Value } from '../live-values.js';

/** The server says after three seconds that somebody stopped; this is for when that is lost. */
const LASTS_MS = 6_000;
const REPEAT_MS = 2_000;
const IDLE_MS = 3_000;

type Timer = ReturnType<typeof setTimeout>;

/** Who types in a room, and telling that one does. */
export function createTyping(say: (isTyping: boolean) => void) {
  const users = new Value<readonly User[]>([]);
  const ends = new Map<string, Timer>();
  let idle: Timer | undefined;
  let saidAt: number | undefined;
  const stop = (): void => {
    if (saidAt !== undefined) say(false);
    saidAt = undefined;
  };
  /** Also when somebody said something, or left. */
  const stopped = (userId: string): void => {
    clearTimeout(ends.get(userId));
    if (ends.delete(userId)) users.set(users.current.filter((user) => user.userId !== userId));
  };
  const nobody = (): void => {
    for (const userId of [...ends.keys()]) stopped(userId);
  };
  return {
    users,
    stopped,
    nobody,
    set(isTyping: boolean): void {
      clearTimeout(idle);
      if (!isTyping) return stop();
      idle = setTimeout(stop, IDLE_MS);
      const now = Date.now();
      if (saidAt !== undefined && now - saidAt < REPEAT_MS) return;
      saidAt = now;
      say(true);
    },
    heard(frame: FrameOf<'typing'>): void {
      const { userId } = frame;
      stopped(userId);
      if (!frame.isTyping) return;
      ends.set(
        userId,
        setTimeout(() => stopped(userId), LASTS_MS),
      );
      users.set([...users.current, userOf(frame)]);
    },
    close(): void {
      clearTimeout(idle);
      nobody();
    },
  };
}
