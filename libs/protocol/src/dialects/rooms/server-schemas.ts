import { Type, type TProperties } from 'typebox';

const text = Type.String();
const timestamp = Type.String({ format: 'date-time' });
const offset = Type.String({ description: 'A place in the log; opaque' });
const count = Type.Integer({ minimum: 0 });
const seconds = Type.Number({ minimum: 0, description: 'Seconds' });
const yes = Type.Literal(true);

const roomId = text;
const messageId = text;

/** Of a guest the id is only claimed. */
const person = { userId: text, username: text, guest: Type.Optional(yes) };

/** On every frame that the log holds: by whom, when, and where. */
const durable = { roomId, ...person, timestamp, offset };

const frame = <T extends string, P extends TProperties>(type: T, fields: P) =>
  Type.Object({ type: Type.Literal(type), ...fields });

const said = {
  ...{ messageId, ...durable, content: text, messageType: text, clientMessageId: Type.Optional(text) },
  replyTo: Type.Optional(Type.String({ description: 'The message in the same room that this one answers' })),
};

/** A message of the history: the `message` frame, with what has happened to it since. */
export const MessageItem = Type.Object(
  {
    type: Type.Literal('message'),
    ...said,
    editedAt: Type.Optional(timestamp),
    deleted: Type.Optional(yes),
    reactions: Type.Optional(
      Type.Record(Type.String(), Type.Array(text), { description: 'Emoji to the ids of those who reacted with it' }),
    ),
  },
  { $id: 'Message' },
);

const Member = Type.Object({
  userId: text,
  name: text,
  role: Type.Enum(['owner', 'moderator', 'member']),
  present: Type.Boolean(),
});

/** What this language says, by the `type` of the frame. */
export const serverSchemas = {
  connection: frame('connection', {
    status: Type.Literal('connected'),
    connectionId: text,
    userId: Type.Optional(text),
    username: Type.Optional(text),
    guest: Type.Optional(yes),
    timestamp,
  }),
  authenticated: frame('authenticated', { expiresAt: timestamp }),
  joinedRoom: Type.Union([
    frame('joinedRoom', { roomId, roomName: text, memberCount: count, timestamp, offset }),
    frame('joinedRoom', { roomId, status: Type.Literal('already_joined') }),
  ]),
  leftRoom: frame('leftRoom', { roomId, timestamp, code: Type.Optional(text) }),
  message: frame('message', said),
  messageEdited: frame('messageEdited', { messageId, ...durable, content: text }),
  messageDeleted: frame('messageDeleted', { messageId, ...durable }),
  reaction: frame('reaction', { messageId, ...durable, emoji: text, removed: Type.Optional(yes) }),
  memberJoined: frame('memberJoined', { roomId, ...person, connectionId: text, memberCount: count, timestamp }),
  memberLeft: frame('memberLeft', { roomId, ...person, connectionId: text, memberCount: count, timestamp }),
  presence: frame('presence', { roomId, memberCount: count, people: Type.Array(Type.Object(person)), timestamp }),
  typing: frame('typing', { roomId, ...person, isTyping: Type.Boolean(), timestamp }),
  signal: frame('signal', { roomId, from: text, userId: text, data: Type.Unknown() }),
  broadcast: frame('broadcast', { roomId: Type.Optional(roomId), data: Type.Unknown(), timestamp }),
  accepted: frame('accepted', { roomId, clientMessageId: text, messageId, offset, timestamp }),
  history: frame('history', { roomId, items: Type.Array(MessageItem), more: Type.Boolean() }),
  members: frame('members', { roomId, members: Type.Array(Member), count, present: count }),
  read: frame('read', { roomId, offset, unreadCount: count }),
  resumed: frame('resumed', {
    roomId,
    complete: Type.Boolean(),
    from: text,
    to: Type.Optional(text),
    code: Type.Optional(text),
  }),
  pong: frame('pong', { timestamp }),
  reconnect: frame('reconnect', { retryAfter: Type.Number({ minimum: 0, description: 'Milliseconds' }) }),
  error: frame('error', {
    code: text,
    message: text,
    action: Type.Optional(text),
    roomId: Type.Optional(roomId),
    clientMessageId: Type.Optional(text),
    retryAfter: Type.Optional(seconds),
  }),
};
