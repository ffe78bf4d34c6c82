import type { Frame } from '../client/ledger.js';

/** A message as people see it. */
export interface Seen {
  readonly userId: string;
  content: string;
  deleted: boolean;
  readonly reactions: Map<string, Set<string>>;
}

/** What durable frames, in order, make of the messages among them. */
export function foldFrames(frames: Iterable<Frame>): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const frame of frames) {
    const messageId = String(frame['messageId']);
    const message = seen.get(messageId);
    if (frame.type === 'message' && !message) seen.set(messageId, posted(frame));
    else if (message && !message.deleted) change(message, frame);
  }
  return seen;
}

const posted = (frame: Frame): Seen => ({
  userId: String(frame['userId']),
  content: String(frame['content']),
  deleted: false,
  reactions: new Map(),
});

function change(message: Seen, frame: Frame): void {
  const userId = String(frame['userId']);
  if (frame.type === 'messageEdited' && userId === message.userId) message.content = String(frame['content']);
  else if (frame.type === 'messageDeleted') {
    message.deleted = true;
    message.content = '';
    message.reactions.clear();
  } else if (frame.type === 'reaction') react(message, { userId, frame });
}

function react({ reactions }: Seen, { userId, frame }: { userId: string; frame: Frame }): void {
  const emoji = String(frame['emoji']);
  const users = reactions.get(emoji) ?? new Set();
  if (frame['removed'] === true) users.delete(userId);
  else users.add(userId);
  if (users.size > 0) reactions.set(emoji, users);
  else reactions.delete(emoji);
}

/** A message of the history in the same shape. */
export function ofHistory(item: Frame): Seen {
  const reactions = Object.entries((item['reactions'] ?? {}) as Record<string, string[]>);
  return {
    userId: String(item['userId']),
    content: String(item['content']),
    deleted: item['deleted'] === true,
    reactions: new Map(reactions.map(([emoji, users]) => [emoji, new Set(users)])),
  };
}

/** One text for one state, whatever the order of reactions. */
export const shown = ({ content, deleted, reactions }: Seen): string =>
  JSON.stringify([
    deleted ? 'deleted' : content,
    [...reactions].map(([emoji, users]) => [emoji, ...[...users].sort()]).sort(),
  ]);
