import { asFields, flag, list, number, object, parseFields, present, text, texts, type Fields } from './fields.js';
import type { Member, MessageFrame, Reactions, ServerFrame } from './frames.js';

type Parse = (fields: Fields) => ServerFrame | undefined;

function parseReactions(fields: Fields): Reactions | undefined {
  const reactions = object(fields, 'reactions');
  if (!reactions) return undefined;
  const isText = (value: unknown): value is string => typeof value === 'string';
  return new Map(
    Object.entries(reactions).map(([emoji, users]) => [emoji, Array.isArray(users) ? users.filter(isText) : []]),
  );
}

export function parseMessage(fields: Fields): MessageFrame | undefined {
  const needed = texts(fields, ['messageId', 'roomId', 'userId', 'timestamp', 'offset']);
  if (!needed) return undefined;
  return {
    type: 'message',
    ...needed,
    username: text(fields, 'username') ?? needed.userId,
    content: text(fields, 'content') ?? '',
    messageType: text(fields, 'messageType') ?? 'text',
    ...present({
      clientMessageId: text(fields, 'clientMessageId'),
      editedAt: text(fields, 'editedAt'),
      deleted: flag(fields, 'deleted') || undefined,
      reactions: parseReactions(fields),
    }),
  };
}

const parsePresence =
  (type: 'memberJoined' | 'memberLeft'): Parse =>
  (fields) => {
    const needed = texts(fields, ['roomId', 'userId']);
    if (!needed) return undefined;
    const username = text(fields, 'username') ?? needed.userId;
    return { type, ...needed, username, ...present({ memberCount: number(fields, 'memberCount') }) };
  };

const parseCrowd: Parse = (fields) => {
  const roomId = text(fields, 'roomId');
  const memberCount = number(fields, 'memberCount');
  if (!roomId || memberCount === undefined) return undefined;
  const people = list(fields, 'people').flatMap((value) => {
    const person = asFields(value);
    const userId = person && text(person, 'userId');
    return person && userId ? [{ userId, username: text(person, 'username') ?? userId }] : [];
  });
  return { type: 'presence', roomId, memberCount, people };
};

function parseMember(value: unknown): Member[] {
  const fields = asFields(value);
  const userId = fields && text(fields, 'userId');
  if (!fields || !userId) return [];
  return [
    {
      userId,
      name: text(fields, 'name') ?? userId,
      role: text(fields, 'role') ?? 'member',
      present: flag(fields, 'present'),
    },
  ];
}

const parsers = new Map<string, Parse>([
  ['connection', () => ({ type: 'connection' })],
  ['pong', () => ({ type: 'pong' })],
  ['message', parseMessage],
  ['memberJoined', parsePresence('memberJoined')],
  ['memberLeft', parsePresence('memberLeft')],
  ['presence', parseCrowd],
  [
    'joinedRoom',
    (fields) => {
      const roomId = text(fields, 'roomId');
      if (!roomId) return undefined;
      const known = { roomName: text(fields, 'roomName'), memberCount: number(fields, 'memberCount') };
      return { type: 'joinedRoom', roomId, ...present(known) };
    },
  ],
  [
    'leftRoom',
    (fields) => {
      const roomId = text(fields, 'roomId');
      return roomId ? { type: 'leftRoom', roomId, ...present({ code: text(fields, 'code') }) } : undefined;
    },
  ],
  [
    'accepted',
    (fields) => {
      const needed = texts(fields, ['clientMessageId', 'messageId', 'offset', 'timestamp']);
      return needed && { type: 'accepted', ...needed };
    },
  ],
  [
    'messageEdited',
    (fields) => {
      const needed = texts(fields, ['roomId', 'messageId', 'content', 'timestamp']);
      return needed && { type: 'messageEdited', ...needed };
    },
  ],
  [
    'messageDeleted',
    (fields) => {
      const needed = texts(fields, ['roomId', 'messageId']);
      return needed && { type: 'messageDeleted', ...needed };
    },
  ],
  [
    'reaction',
    (fields) => {
      const needed = texts(fields, ['roomId', 'messageId', 'userId', 'emoji']);
      return needed && { type: 'reaction', ...needed, removed: flag(fields, 'removed') };
    },
  ],
  [
    'typing',
    (fields) => {
      const needed = texts(fields, ['roomId', 'userId']);
      const username = needed && (text(fields, 'username') ?? needed.userId);
      return needed && username
        ? { type: 'typing', ...needed, username, isTyping: flag(fields, 'isTyping') }
        : undefined;
    },
  ],
  [
    'members',
    (fields) => {
      const roomId = text(fields, 'roomId');
      if (!roomId) return undefined;
      const members = list(fields, 'members').flatMap(parseMember);
      return { type: 'members', roomId, members, ...present({ present: number(fields, 'present') }) };
    },
  ],
  [
    'error',
    (fields) => ({
      type: 'error',
      code: text(fields, 'code') ?? 'unknown',
      message: text(fields, 'message') ?? 'Something went wrong',
      ...present({
        action: text(fields, 'action'),
        roomId: text(fields, 'roomId'),
        clientMessageId: text(fields, 'clientMessageId'),
        retryAfter: number(fields, 'retryAfter'),
      }),
    }),
  ],
]);

/** Undefined for what this page has no use for: a newer server may say more than an older page understands. */
export function parseFrame(data: string): ServerFrame | undefined {
  const fields = parseFields(data);
  const type = fields && text(fields, 'type');
  return fields && type ? parsers.get(type)?.(fields) : undefined;
}
