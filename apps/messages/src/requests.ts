import { isClientMessageId, isRoomId, isUserId, type MessagesRequests } from '@noroshi/domain';
import { parser, type Parse } from '@noroshi/service-host/nest';
import { Type } from 'typebox';
import type { RequestOf } from './messages-service.js';

const RoomId = Type.Refine(Type.String(), isRoomId, () => 'must be a room id');
const UserId = Type.Refine(Type.String(), isUserId, () => 'must be a user id');
const ClientMessageId = Type.Refine(Type.String(), isClientMessageId, () => 'must be a client message id');
const Author = Type.Object({ id: UserId, guest: Type.Boolean() });
const Position = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const parseRequest: { readonly [K in keyof MessagesRequests]: Parse<RequestOf<K>> } = {
  history: parser(
    'history',
    Type.Object({
      roomId: RoomId,
      before: Type.Optional(Position),
      after: Type.Optional(Position),
      limit: Type.Integer({ minimum: 1, maximum: 100 }),
      atLeast: Type.Optional(Position),
    }),
  ),
  facts: parser('facts', Type.Object({ roomId: RoomId, position: Position })),
  sent: parser('sent', Type.Object({ roomId: RoomId, by: Author })),
  sentAs: parser('sentAs', Type.Object({ roomId: RoomId, by: Author, clientMessageId: ClientMessageId })),
  markRead: parser('markRead', Type.Object({ userId: UserId, roomId: RoomId, position: Position })),
};
