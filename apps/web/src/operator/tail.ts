import type { TailFrame } from './operator-api.js';

const KEPT = 200;

/** What was said in a room, oldest first, each once: history and what is said next may overlap. */
export function withFrames(lines: readonly TailFrame[], frames: readonly TailFrame[]): readonly TailFrame[] {
  const known = new Set(lines.map(keyOf));
  const news = frames.filter((frame) => isShown(frame) && !known.has(keyOf(frame)));
  return news.length === 0 ? lines : [...lines, ...news].slice(-KEPT);
}

const shown: ReadonlySet<string> = new Set(['message', 'messageEdited', 'messageDeleted', 'reaction']);

const isShown = ({ type }: TailFrame): boolean => shown.has(type);

export const keyOf = ({ type, offset, messageId }: TailFrame): string => `${type} ${offset ?? messageId ?? ''}`;
