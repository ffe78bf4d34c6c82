import { accept, reject, unchanged } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { MessageFacts, RoomCommand } from './commands.js';
import type { MessagePosted, ReplyTo } from './events.js';
import type { RoomRejection } from './rejections.js';
import type { RoomState } from './room-state.js';
import { carriesFile, isContent, isEmoji, isUserMessageType } from './room-values.js';
import { asMember, asSpeaker, isModerator, type RoomDecision, type Rule } from './standing.js';

type Post = Extract<RoomCommand, { type: 'PostMessage' }>;

export const postMessage: Rule<'PostMessage'> = (command, state) =>
  asSpeaker(command, state, () => {
    const refusal = whyNotSaid(command, state);
    return refusal ? reject(refusal) : accept(saidBy(command));
  });

function whyNotSaid({ content, messageType, replyTo }: Post, { settings }: RoomState): RoomRejection | undefined {
  if (!isContent(content)) return 'invalid_content';
  if (!isUserMessageType(messageType)) return 'invalid_message_type';
  if (carriesFile(messageType) && !settings.allowFileSharing) return 'files_not_allowed';
  return replyTo && !isThere(replyTo.message) ? 'message_not_found' : undefined;
}

function saidBy({ by, content, messageType, clientMessageId, replyTo }: Post): MessagePosted {
  return {
    ...{ type: 'MessagePosted', by, content, messageType },
    ...(clientMessageId === undefined ? {} : { clientMessageId }),
    ...(replyTo?.message && { replyTo: answering(replyTo.message) }),
  };
}

const answering = ({ position, root = position, authorId, authorIsGuest = false }: MessageFacts): ReplyTo => ({
  ...{ message: position, root },
  author: { id: authorId, guest: authorIsGuest },
});

export const editMessage: Rule<'EditMessage'> = (command, state) =>
  asSpeaker(command, state, () => {
    const { by, content, message } = command;
    if (!isThere(message)) return reject('message_not_found');
    if (!isAuthor(message, by)) return reject('not_your_message');
    if (!isContent(content)) return reject('invalid_content');
    if (content === message.content) return unchanged;
    const { position, postedAt } = message;
    return accept({ type: 'MessageEdited', message: position, content, by, postedAt, ...rootOf(message) });
  });

export const deleteMessage: Rule<'DeleteMessage'> = (command, state) =>
  asMember(command, state, (membership) => {
    const { by, message } = command;
    if (!isThere(message)) return reject('message_not_found');
    if (!isAuthor(message, by) && !isModerator(membership)) return reject('not_your_message');
    const { position, authorId, postedAt } = message;
    return accept({ type: 'MessageDeleted', message: position, by, authorId, postedAt, ...rootOf(message) });
  });

export const react: Rule<'React'> = (command, state) =>
  aboutReaction(command, state, ({ position }, reacted) =>
    reacted ? unchanged : accept({ type: 'ReactionAdded', message: position, emoji: command.emoji, by: command.by }),
  );

export const unreact: Rule<'Unreact'> = (command, state) =>
  aboutReaction(command, state, ({ position }, reacted) =>
    reacted ? accept({ type: 'ReactionRemoved', message: position, emoji: command.emoji, by: command.by }) : unchanged,
  );

/** A reaction is not speech: who is muted may still react. */
const aboutReaction = (
  command: Extract<RoomCommand, { emoji: string }>,
  state: RoomState,
  then: (message: MessageFacts, reacted: boolean) => RoomDecision,
): RoomDecision =>
  asMember(command, state, () => {
    const { message, emoji, by } = command;
    if (!isThere(message)) return reject('message_not_found');
    if (!isEmoji(emoji)) return reject('invalid_emoji');
    return then(message, hasReacted(message, emoji, by.id));
  });

const isThere = (message: MessageFacts | undefined): message is MessageFacts =>
  message !== undefined && !message.deleted;

const rootOf = ({ root }: MessageFacts): Pick<MessageFacts, 'root'> => (root === undefined ? {} : { root });

/** Own keys only: `constructor` is a valid reaction too. */
const hasReacted = ({ reactions }: MessageFacts, emoji: string, userId: string): boolean =>
  Object.hasOwn(reactions, emoji) && reactions[emoji]?.includes(userId) === true;

/** A guest of the same id is somebody else: the id is only claimed. */
const isAuthor = ({ authorId, authorIsGuest = false }: MessageFacts, by: Actor): boolean =>
  authorId === by.id && authorIsGuest === by.guest;
