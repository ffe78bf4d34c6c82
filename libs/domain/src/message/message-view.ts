import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { MessageFacts } from '../room/commands.js';
import type { MessagePosted, TalkEvent } from '../room/events.js';
import { sameAuthor } from './client-message.js';
import type { Message } from './message-history.js';

type Reactions = Message['reactions'];

/** The position of the message that an event is about. */
export const messageOf = ({ event, position }: RecordedEvent<TalkEvent>): number =>
  event.type === 'MessagePosted' ? position : event.message;

/**
 * Folds one talk event into the message it is about; undefined stands for a message that is not known.
 *
 * Total: what does not apply (an edit by somebody else, anything after the deletion, an event of another message or of a
 * later version) gives the message back as it is.
 */
export function applyTalk(message: Message | undefined, recorded: RecordedEvent<TalkEvent>): Message | undefined {
  const { event } = recorded;
  if (event.type === 'MessagePosted') return message ?? posted(event, recorded);
  if (!message || message.deletedAt !== undefined || message.position !== event.message) return message;
  return changed(message, event, recorded.recordedAt);
}

export function factsOf(message: Message): MessageFacts {
  const { position, postedAt, by, content, deletedAt, reactions, replyTo } = message;
  const author = { authorId: by.id, authorIsGuest: by.guest };
  const facts = { position, postedAt, ...author, deleted: deletedAt !== undefined, content, reactions };
  return replyTo ? { ...facts, root: replyTo.root } : facts;
}

function posted(
  { by, content, messageType, clientMessageId, replyTo }: MessagePosted,
  { lane, position, recordedAt }: RecordedEvent,
): Message {
  return {
    ...{ roomId: lane.entity, position, postedAt: recordedAt, by, content, messageType, reactions: {} },
    ...(clientMessageId === undefined ? {} : { clientMessageId }),
    ...(replyTo && { replyTo }),
  };
}

function changed(message: Message, event: Exclude<TalkEvent, MessagePosted>, at: number): Message {
  switch (event.type) {
    case 'MessageEdited':
      return sameAuthor(event.by, message.by) ? { ...message, content: event.content, editedAt: at } : message;
    case 'MessageDeleted':
      return { ...message, content: '', deletedAt: at, reactions: {} };
    case 'ReactionAdded':
      return { ...message, reactions: withReaction(message.reactions, event.emoji, event.by.id) };
    case 'ReactionRemoved':
      return { ...message, reactions: withoutReaction(message.reactions, event.emoji, event.by.id) };
    default:
      return message;
  }
}

/** Own keys only: `constructor` is a valid reaction too. */
const reactedWith = (reactions: Reactions, emoji: string): readonly string[] =>
  Object.hasOwn(reactions, emoji) ? (reactions[emoji] ?? []) : [];

function withReaction(reactions: Reactions, emoji: string, userId: string): Reactions {
  const users = reactedWith(reactions, emoji);
  return users.includes(userId) ? reactions : { ...reactions, [emoji]: [...users, userId] };
}

function withoutReaction(reactions: Reactions, emoji: string, userId: string): Reactions {
  const left = reactedWith(reactions, emoji).filter((id) => id !== userId);
  const others = Object.entries(reactions).filter(([other]) => other !== emoji);
  return left.length === 0 ? Object.fromEntries(others) : { ...reactions, [emoji]: left };
}
