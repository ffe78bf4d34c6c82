import type { Message, Reactions, User } from '../api/message.js';
import type { MessageFrame, ServerFrame } from '../wire/server-frame.js';

export type FrameOf<T extends ServerFrame['type'], F extends ServerFrame = ServerFrame> = F extends unknown
  ? T extends F['type']
    ? F
    : never
  : never;

/** What happens to a message after it was posted. */
export type Change = FrameOf<'messageEdited' | 'messageDeleted' | 'reaction'>;

export const userOf = (by: {
  readonly userId: string;
  readonly username: string;
  readonly guest?: true | undefined;
}): User => ({
  userId: by.userId,
  name: by.username,
  ...(by.guest && { isGuest: true }),
});

export const timeOf = (timestamp: string): number => Date.parse(timestamp);

export const messageOf = ({
  type: _type,
  userId,
  username,
  guest,
  timestamp,
  editedAt,
  deleted,
  reactions = {},
  ...said
}: MessageFrame): Message => ({
  ...{ ...said, author: userOf({ userId, username, guest }), at: timeOf(timestamp), reactions, status: 'stored' },
  ...(editedAt !== undefined && { editedAt: timeOf(editedAt) }),
  ...(deleted && { isDeleted: true }),
});

/** Applying the same change twice is the same as once. */
export function applyChange(message: Message, change: Change): Message {
  if (message.isDeleted) return message;
  if (change.type === 'messageDeleted') return { ...message, content: '', isDeleted: true, reactions: {} };
  if (change.type === 'reaction') return { ...message, reactions: react(message.reactions, change) };
  const editedAt = timeOf(change.timestamp);
  return (message.editedAt ?? 0) > editedAt ? message : { ...message, content: change.content, editedAt };
}

function react(reactions: Reactions, { emoji, userId, removed }: FrameOf<'reaction'>): Reactions {
  const { [emoji]: who = [], ...others } = reactions;
  if (who.includes(userId) !== (removed ?? false)) return reactions;
  if (!removed) return { ...reactions, [emoji]: [...who, userId] };
  const left = who.filter((id) => id !== userId);
  // In its place, so that nothing jumps while others remain.
  return left.length > 0 ? { ...reactions, [emoji]: left } : others;
}

/** Two copies of one message, of which one may have come before a change that the other has. */
export function reconcile(held: Message, incoming: Message): Message {
  if (held.isDeleted) return held;
  if (incoming.isDeleted) return incoming;
  const edited =
    (held.editedAt ?? 0) > (incoming.editedAt ?? 0) ? { content: held.content, editedAt: held.editedAt ?? 0 } : {};
  const { clientMessageId } = held;
  return { ...incoming, ...edited, ...(clientMessageId !== undefined && { clientMessageId }) };
}
