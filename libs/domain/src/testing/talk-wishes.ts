import type { Actor } from '../actor.js';
import type { MessageFacts, RoomCommand } from '../room/commands.js';
import { asks, bob, eve, joined, moe, opened, promoted } from './given-room.js';

/** A room with its owner Olga, the members Bob and Eve, and the moderator Moe; what they wish to say, and what becomes of it. */
export const room = [opened(), joined(bob), joined(eve), joined(moe), promoted(moe)];
export const facts: MessageFacts = {
  position: 9,
  postedAt: 40,
  authorId: bob.id,
  deleted: false,
  content: 'hi',
  reactions: { '👍': [bob.id] },
};
export const gone: MessageFacts = { ...facts, deleted: true, content: '', reactions: {} };

type Post = Extract<RoomCommand, { type: 'PostMessage' }>;
export const post = (by: Actor = bob, changes: Partial<Post> = {}) =>
  asks(by, { type: 'PostMessage', content: 'hi', messageType: 'text', ...changes });
export const posted = (by: Actor = bob, messageType = 'text') =>
  ({ type: 'MessagePosted', by, content: 'hi', messageType }) as const;
export const edit = (by: Actor = bob, message: MessageFacts | undefined = facts, content = 'ho') =>
  asks(by, { type: 'EditMessage', message, content });
export const remove = (by: Actor = bob, message: MessageFacts | undefined = facts) =>
  asks(by, { type: 'DeleteMessage', message });
export const react = (by: Actor = eve, emoji = '👍', message: MessageFacts | undefined = facts) =>
  asks(by, { type: 'React', message, emoji });
export const unreact = (by: Actor = bob, emoji = '👍', message: MessageFacts | undefined = facts) =>
  asks(by, { type: 'Unreact', message, emoji });
export const unknown = <C extends ReturnType<typeof edit>>(command: C): C => ({ ...command, message: undefined });
