import { isClientMessageId, isRoomId, isUserId, type MessagesRequests } from '@noroshi/domain';
import { parser, type Parse } from '@noroshi/service-host/nest';
import { Type } from 'typebox';

const RoomId = Type.Refine(Type.String(), isRoomId, () => 'must be a room id');
const UserId = Type.Refine(Type.String(), isUserId, () => 'must be a user id');
const ClientMessageId = Type.Refine(Type.String(), isClientMessageId, () => 'must be a client message id');
const Author = Type.Object({ id: UserId, guest: Type.Boolean() });
const Position = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export type RequestOf<K extends keyof MessagesRequests> = Parameters<MessagesRequests[K]>[0];
export type AnswerOf<K extends keyof MessagesRequests> = Promise<ReturnType<MessagesRequests[K]>>;

const Content = Type.Object({
  title: Type.String(),
  message: Type.String(),
  type: Type.Enum(['info', 'success', 'warning', 'error']),
  actionUrl: Type.Optional(Type.String()),
  actionLabel: Type.Optional(Type.String()),
  autoRemove: Type.Optional(Type.Boolean()),
  duration: Type.Optional(Type.Number()),
  about: Type.Optional(Type.Object({ roomId: RoomId, message: Type.Optional(Position) })),
});
const Change = Type.Union([
  Type.Object({ type: Type.Enum(['ReadNotification', 'RemoveNotification']), notification: Position }),
  Type.Object({ type: Type.Enum(['ReadAllNotifications', 'ClearNotifications']) }),
]);
const Key = Type.String({ minLength: 1, maxLength: 512 });

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
  search: parser(
    'search',
    Type.Object({
      roomIds: Type.Array(RoomId, { maxItems: 500 }),
      text: Type.String(),
      before: Type.Optional(Position),
      limit: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
  ),
  facts: parser('facts', Type.Object({ roomId: RoomId, position: Position })),
  sent: parser('sent', Type.Object({ roomId: RoomId, by: Author })),
  sentAs: parser('sentAs', Type.Object({ roomId: RoomId, by: Author, clientMessageId: ClientMessageId })),
  unread: parser(
    'unread',
    Type.Object({
      userId: UserId,
      rooms: Type.Array(Type.Object({ roomId: RoomId, since: Type.Optional(Position) }), { maxItems: 200 }),
    }),
  ),
  notify: parser('notify', Type.Object({ userId: UserId, notification: Content, key: Type.Optional(Key) })),
  notifications: parser(
    'notifications',
    Type.Object({
      userId: UserId,
      unreadOnly: Type.Boolean(),
      before: Type.Optional(Position),
      after: Type.Optional(Position),
      limit: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
  ),
  changeNotifications: parser(
    'changeNotifications',
    Type.Object({ userId: UserId, change: Change, via: Type.Optional(Type.String()) }),
  ),
  markRead: parser('markRead', Type.Object({ userId: UserId, roomId: RoomId, position: Position })),
};
