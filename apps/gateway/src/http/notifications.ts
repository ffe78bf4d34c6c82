import { Type, type Static } from 'typebox';
import {
  formatMessageId,
  formatNotificationId,
  parseNotificationId,
  type Notification as StoredNotification,
  type NotificationQuery,
} from '@noroshi/domain';
import type { KnownCaller } from '../auth/callers.js';
import { NotificationChanges, type NotificationWish } from '../notifications/notification-changes.js';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import type { MessagesClient } from '../services/service-clients.js';
import { cursorsOf } from './cursors-of.js';
import { positionOf } from './position-of.js';
import { stored } from './refusals.js';
import { ClientMessageId, Count, cursors, pageQuery, Time, UserId } from './schemas.js';

export interface NotificationRoutesParts {
  readonly messages: Pick<MessagesClient, 'notify' | 'notifications' | 'changeNotifications'>;
  /** Of the log of users. */
  readonly usersEpoch: string;
  /** Of the log of rooms. */
  readonly epoch: string;
}

const tag = 'notifications';
const invalid = { 'x-code': 'invalid_notification' };

const content = {
  title: Type.String({ minLength: 1, maxLength: 200, ...invalid }),
  message: Type.String({ minLength: 1, maxLength: 4_000, ...invalid }),
  type: Type.Enum(['info', 'success', 'warning', 'error'], invalid),
  actionUrl: Type.Optional(
    Type.String({
      maxLength: 2_048,
      description: '`http://…`, `https://…` or a path',
      examples: ['/tasks/7'],
      ...invalid,
    }),
  ),
  actionLabel: Type.Optional(Type.String({ minLength: 1, maxLength: 100, ...invalid })),
  autoRemove: Type.Optional(Type.Boolean({ description: 'It may be taken off the screen by itself', ...invalid })),
  duration: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 86_400_000, description: 'Milliseconds on the screen', ...invalid }),
  ),
};

const Notification = Type.Object(
  {
    id: Type.String(),
    ...content,
    timestamp: Time,
    read: Type.Boolean(),
    roomId: Type.Optional(Type.String({ description: 'Where it comes from' })),
    messageId: Type.Optional(Type.String({ description: 'What it is about' })),
  },
  { $id: 'Notification' },
);

const NotificationId = Type.Refine(
  Type.String({ description: 'Of a notification, as the server gave it', 'x-code': 'notification_not_found' }),
  (text) => parseNotificationId(text) !== undefined,
  () => 'is not the id of a notification',
);

const Unread = Type.Object({ unreadCount: Count }, { $id: 'Unread' });
const marking = { body: { read: Type.Literal(true) }, example: { read: true } } as const;

/** What users are notified of. */
export const notificationRoutes = (parts: NotificationRoutesParts): readonly Route[] => [
  notify(parts),
  listNotifications(parts),
  ...changeRoutes(parts),
];

const notify = ({ messages, usersEpoch }: NotificationRoutesParts): Route =>
  route({
    id: 'notify',
    method: 'post',
    path: '/api/v1/notifications',
    tag,
    summary: 'Notify a user of something',
    description:
      'It is kept until the user removes it. With an `Idempotency-Key` it is stored once however often it is sent, and answered as the first time.',
    access: 'admin',
    headers: { 'idempotency-key': Type.Optional(ClientMessageId) },
    body: { userId: UserId, ...content },
    refusals: [...stored, 'invalid_notification'],
    answers: {
      201: { description: 'It is stored, and told wherever the user is', schema: Type.Object({ id: Type.String() }) },
    },
  }).handledBy(async ({ caller, headers, body: { userId, ...notification } }) => {
    const key = headers['idempotency-key'];
    const request = { userId, notification, ...(key === undefined ? {} : { key: `${keyPrefix(caller)}/${key}` }) };
    const answer = await messages.notify(request);
    if (!answer.ok) throw new Refused(answer.code);
    return { status: 201, body: { id: formatNotificationId(usersEpoch, answer.position) } };
  });

const listNotifications = ({ messages, ...epochs }: NotificationRoutesParts): Route =>
  route({
    id: 'listNotifications',
    method: 'get',
    path: '/api/v1/me/notifications',
    tag,
    summary: 'What whoever asks is notified of, oldest first',
    description:
      'Without `before` and `after` the latest. A page may hold less than `limit` and still have more after or before it.',
    access: 'user',
    query: {
      ...pageQuery,
      unread: Type.Enum(['true', 'false'], { default: 'false', description: 'Unread ones only' }),
    },
    answers: {
      200: {
        description: 'A page, and how many of all are unread',
        schema: Type.Object({ items: Type.Array(Notification), unreadCount: Count, ...cursors }),
      },
    },
  }).handledBy(async ({ caller, query: { before, after, limit, unread } }) => {
    const { usersEpoch } = epochs;
    const query: NotificationQuery = {
      ...{ userId: caller.user.id, limit, unreadOnly: unread === 'true' },
      ...(before === undefined ? {} : { before: positionOf(before, usersEpoch) }),
      ...(after === undefined ? {} : { after: positionOf(after, usersEpoch) }),
    };
    const answer = await messages.notifications(query);
    if (!answer.ok) throw new Refused(answer.code);
    const { unreadCount } = answer;
    const items = answer.items.map((item) => itemOf(item, epochs));
    return { status: 200, body: { items, unreadCount, ...cursorsOf(answer, query, usersEpoch) } };
  });

function changeRoutes({ messages, usersEpoch }: NotificationRoutesParts): readonly Route[] {
  const changes = new NotificationChanges({ messages, epoch: usersEpoch });
  const answers = {
    200: { description: 'How many are unread now; all connections of the user are told', schema: Unread },
  };
  const make = async (userId: string, wish: NotificationWish) =>
    ({ status: 200, body: { unreadCount: await changes.make(userId, wish) } }) as const;
  const common = { tag, access: 'user', answers, refusals: stored } as const;
  const all = { ...common, path: '/api/v1/me/notifications' } as const;
  const one = {
    ...common,
    path: '/api/v1/me/notifications/{notificationId}',
    params: { notificationId: NotificationId },
    refusals: [...stored, 'notification_not_found'],
  } as const;
  return [
    route({ ...all, id: 'readAllNotifications', method: 'patch', summary: 'Mark all as read', ...marking }).handledBy(
      ({ caller }) => make(caller.user.id, { kind: 'notifications', change: 'readAll' }),
    ),
    route({ ...all, id: 'clearNotifications', method: 'delete', summary: 'Remove all' }).handledBy(({ caller }) =>
      make(caller.user.id, { kind: 'notifications', change: 'clear' }),
    ),
    route({ ...one, id: 'readNotification', method: 'patch', summary: 'Mark one as read', ...marking }).handledBy(
      ({ caller, params }) =>
        make(caller.user.id, { kind: 'notifications', change: 'read', id: params.notificationId }),
    ),
    route({ ...one, id: 'removeNotification', method: 'delete', summary: 'Remove one' }).handledBy(
      ({ caller, params }) =>
        make(caller.user.id, { kind: 'notifications', change: 'remove', id: params.notificationId }),
    ),
  ];
}

/** Two who use the same key mean different things. */
const keyPrefix = (caller: KnownCaller): string =>
  caller.kind === 'key' ? `key/${caller.id}` : `user/${caller.user.id}`;

function itemOf(
  { position, addedAt, about, ...notification }: StoredNotification,
  { usersEpoch, epoch }: Pick<NotificationRoutesParts, 'usersEpoch' | 'epoch'>,
): Static<typeof Notification> {
  return {
    id: formatNotificationId(usersEpoch, position),
    ...notification,
    timestamp: new Date(addedAt).toISOString(),
    ...(about && { roomId: about.roomId }),
    ...(about?.message === undefined ? {} : { messageId: formatMessageId(epoch, about.message) }),
  };
}
