import { Type } from 'typebox';
import {
  byPersonFields,
  clientDataEverywhere,
  milliseconds,
  personSchema,
  serverDataEverywhere,
} from '../describe-envelope.js';

const text = Type.String();
const RoomId = Type.String({ minLength: 1 });
const count = Type.Integer({ minimum: 0 });

export const messageTypes = ['text', 'image', 'file', 'system'] as const;

/** Who a client says it is: believed of guests only. */
const claim = { userId: Type.Optional(text), username: Type.Optional(text) };

/** `data` of what a client sends. */
export const clientData = {
  ...clientDataEverywhere,
  join_rooms: Type.Object({ ...claim }),
  join_room: Type.Object({ roomId: RoomId, ...claim }),
  leave_room: Type.Object({ roomId: RoomId, ...claim }),
  send_message: Type.Object({
    roomId: RoomId,
    content: Type.String({ minLength: 1 }),
    type: Type.Optional(Type.Union(messageTypes.map((type) => Type.Literal(type)))),
    clientMessageId: Type.Optional(text),
    replyTo: Type.Optional(text),
    ...claim,
  }),
  typing_start: Type.Object({ roomId: RoomId, ...claim }),
  typing_stop: Type.Object({ roomId: RoomId, ...claim }),
};

const Message = Type.Object({
  id: text,
  roomId: text,
  ...byPersonFields,
  content: text,
  timestamp: milliseconds,
  type: Type.Union(messageTypes.map((type) => Type.Literal(type))),
  metadata: Type.Optional(Type.Object({ messageType: text }, { description: 'The type, when it is none of those' })),
  clientMessageId: Type.Optional(text),
  replyTo: Type.Optional(Type.String({ description: 'The message in the same room that this one answers' })),
});

const Room = Type.Object({
  id: text,
  name: text,
  participants: Type.Array(personSchema),
  lastMessage: Type.Optional(Message),
  unreadCount: count,
});

const aboutPerson = Type.Object({ roomId: text, user: personSchema });
const typing = Type.Object({ roomId: text, ...byPersonFields });
const change = { id: text, roomId: text, ...byPersonFields };

/** `data` of what a client gets. */
export const serverData = {
  ...serverDataEverywhere,
  rooms_list: Type.Array(Room),
  room_added: Room,
  room_removed: Type.Object({ roomId: text, code: text }),
  room_joined: Type.Object({ roomId: text, name: Type.Optional(text), memberCount: Type.Optional(count) }),
  room_left: Type.Object({ roomId: text, code: Type.Optional(text) }),
  room_read: Type.Object({ roomId: text, unreadCount: count }),
  user_joined: aboutPerson,
  user_left: aboutPerson,
  message: Message,
  message_accepted: Type.Object({ clientMessageId: text, id: text, roomId: text, timestamp: milliseconds }),
  message_edited: Type.Object({ ...change, content: text }),
  message_deleted: Type.Object(change),
  reaction: Type.Object({ ...change, emoji: text, removed: Type.Optional(Type.Literal(true)) }),
  typing_start: typing,
  typing_stop: typing,
};
