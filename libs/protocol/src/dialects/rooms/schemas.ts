import { Type } from 'typebox';

const text = Type.String();
/** More rooms than anybody watches at once; a client with more sends several frames. */
const MAX_RESUMED_ROOMS = 100;

const RoomId = Type.String({ minLength: 1 });

/** Unknown fields are ignored: existing clients add their own to every frame. */
export const schemas = {
  authenticate: Type.Object({ token: Type.String({ minLength: 1 }) }),
  joinRoom: Type.Object({ roomId: RoomId, roomName: Type.Optional(text), stay: Type.Optional(Type.Boolean()) }),
  leaveRoom: Type.Object({ roomId: Type.Optional(RoomId) }),
  message: Type.Object({
    roomId: RoomId,
    content: Type.String({ minLength: 1 }),
    messageType: Type.Optional(text),
    clientMessageId: Type.Optional(text),
    replyTo: Type.Optional(text),
  }),
  typing: Type.Object({ roomId: RoomId, isTyping: Type.Boolean() }),
  signal: Type.Object({ roomId: RoomId, connectionId: Type.String({ minLength: 1 }), data: Type.Unknown() }),
  edit: Type.Object({ roomId: RoomId, messageId: text, content: Type.String({ minLength: 1 }) }),
  delete: Type.Object({ roomId: RoomId, messageId: text }),
  react: Type.Object({ roomId: RoomId, messageId: text, emoji: text, remove: Type.Optional(Type.Boolean()) }),
  read: Type.Object({ roomId: RoomId, offset: text }),
  history: Type.Object({
    roomId: RoomId,
    before: Type.Optional(text),
    after: Type.Optional(text),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  members: Type.Object({ roomId: RoomId }),
  resume: Type.Object({
    rooms: Type.Array(Type.Object({ roomId: RoomId, offset: text }), { minItems: 1, maxItems: MAX_RESUMED_ROOMS }),
  }),
  ping: Type.Object({}),
};
