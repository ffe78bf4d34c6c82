import type { ChangeFrame, MessageFrame, Reaction, Reactions } from '../protocol/frames.js';

/** A message as it is now. */
export interface Message {
  readonly messageId: string;
  readonly userId: string;
  readonly username: string;
  readonly content: string;
  readonly timestamp: string;
  readonly offset: string;
  readonly editedAt?: string;
  readonly deleted: boolean;
  readonly reactions: Reactions;
}

const none: Reactions = new Map();

export function fromFrame(frame: MessageFrame): Message {
  const {
    messageId,
    userId,
    username,
    content,
    timestamp,
    offset,
    editedAt,
    deleted = false,
    reactions = none,
  } = frame;
  return {
    ...{ messageId, userId, username, content, timestamp, offset, deleted, reactions },
    ...(editedAt === undefined ? {} : { editedAt }),
  };
}

function react(reactions: Reactions, { emoji, userId, removed }: Reaction): Reactions {
  const others = (reactions.get(emoji) ?? []).filter((id) => id !== userId);
  const users = removed ? others : [...others, userId];
  const next = new Map(reactions).set(emoji, users);
  if (users.length === 0) next.delete(emoji);
  return next;
}

const isOlder = (left: string, right: string | undefined): boolean =>
  right !== undefined && Date.parse(left) < Date.parse(right);

/** Applying the same change twice is the same as once. */
export function applyChange(message: Message, change: ChangeFrame): Message {
  if (message.deleted) return message;
  switch (change.type) {
    case 'messageEdited':
      if (isOlder(change.timestamp, message.editedAt)) return message;
      return { ...message, content: change.content, editedAt: change.timestamp };
    case 'messageDeleted':
      return { ...message, content: '', deleted: true, reactions: none };
    case 'reaction':
      return { ...message, reactions: react(message.reactions, change) };
  }
}

/**
 * Two copies of one message, `incoming` read later. History lags a little behind the live feed, so the copy with the
 * later edit wins and a deletion is never taken back. A broadcast repeated live knows nothing of reactions.
 */
export function reconcile(held: Message, incoming: MessageFrame): Message {
  if (held.deleted) return held;
  const next = fromFrame(incoming);
  if (next.deleted) return next;
  const edited =
    held.editedAt !== undefined && (next.editedAt === undefined || isOlder(next.editedAt, held.editedAt))
      ? { content: held.content, editedAt: held.editedAt }
      : {};
  return { ...next, ...edited, reactions: incoming.reactions ?? held.reactions };
}
