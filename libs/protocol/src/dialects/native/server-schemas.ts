import { Type, type TProperties } from 'typebox';
import { MessageItem, serverSchemas as roomsSchemas } from '../rooms/server-schemas.js';
import { Ref } from './schemas.js';

const text = Type.String();
const timestamp = Type.String({ format: 'date-time' });
const offset = Type.String({ description: 'A place in the log; opaque' });
const count = Type.Integer({ minimum: 0 });
const amount = Type.Number({ minimum: 0 });
const share = Type.Number({ minimum: 0, maximum: 1 });
const yes = Type.Literal(true);
const roomId = text;
/** Of what answers a client's frame: the number that the frame had. */
const ref = Type.Optional(Ref);
const person = { userId: text, username: text, guest: Type.Optional(yes) };

const frame = <T extends string, P extends TProperties>(type: T, fields: P) =>
  Type.Object({ type: Type.Literal(type), ...fields });

const settings = Type.Object({ isPublic: Type.Boolean(), maxMembers: count, allowFileSharing: Type.Boolean() });

const FollowedRoom = Type.Object({
  roomId,
  name: text,
  ownerId: text,
  settings,
  archived: Type.Boolean(),
  memberCount: count,
  present: count,
  participants: Type.Array(Type.Object(person)),
  lastMessage: Type.Optional(MessageItem),
  unreadCount: count,
  offset,
});

const status = Type.Enum(['online', 'away', 'dnd', 'offline']);
const [joined, joinedAlready] = roomsSchemas.joinedRoom.anyOf;
const { leftRoom, resumed, history, members, authenticated, pong, connection, error } = roomsSchemas;

/** What this language says, by the `type` of the frame: what the rooms dialect says, and more. */
export const serverSchemas = {
  ...roomsSchemas,
  connection: Type.Object({ ...connection.properties, expiresAt: Type.Optional(timestamp) }),
  authenticated: Type.Object({ ...authenticated.properties, ref }),
  joinedRoom: Type.Union([
    Type.Object({ ...joined.properties, ref }),
    Type.Object({ ...joinedAlready.properties, ref }),
  ]),
  leftRoom: Type.Object({ ...leftRoom.properties, ref }),
  resumed: Type.Object({ ...resumed.properties, ref }),
  history: Type.Object({ ...history.properties, ref }),
  members: Type.Object({ ...members.properties, ref }),
  pong: Type.Object({ ...pong.properties, ref }),
  error: Type.Object({ ...error.properties, ref }),
  message: MessageItem,
  following: frame('following', { rooms: Type.Array(FollowedRoom), ref }),
  followed: frame('followed', { room: FollowedRoom }),
  unfollowed: frame('unfollowed', { roomId, code: text, timestamp }),
  roomChanged: frame('roomChanged', {
    roomId,
    change: Type.Enum([
      ...(['RoomOpened', 'RoomRenamed', 'SettingsChanged', 'UserInvited', 'RoleChanged'] as const),
      ...(['OwnershipTransferred', 'UserMuted', 'UserRemoved', 'UserBanned', 'UserUnbanned', 'RoomArchived'] as const),
    ]),
    by: Type.String({ description: 'A user id' }),
    timestamp,
    offset,
    name: Type.Optional(text),
    settings: Type.Optional(settings),
    userId: Type.Optional(Type.String({ description: 'Whom it concerns' })),
    role: Type.Optional(Type.Enum(['moderator', 'member'])),
    until: Type.Optional(Type.Number({ description: 'Of a mute: milliseconds since 1970' })),
  }),
  membership: frame('membership', {
    roomId,
    userId: text,
    username: Type.Optional(text),
    guest: Type.Optional(yes),
    isMember: Type.Boolean(),
    kind: Type.Optional(Type.Enum(['member', 'visitor'])),
    timestamp,
    offset,
  }),
  notification: frame('notification', {
    id: text,
    title: text,
    message: text,
    level: Type.Enum(['info', 'success', 'warning', 'error']),
    read: Type.Boolean(),
    timestamp,
    actionUrl: Type.Optional(text),
    actionLabel: Type.Optional(text),
    autoRemove: Type.Optional(Type.Boolean()),
    duration: Type.Optional(Type.Number({ minimum: 0, description: 'Milliseconds' })),
    roomId: Type.Optional(roomId),
    messageId: Type.Optional(text),
  }),
  notificationUpdated: frame('notificationUpdated', {
    id: Type.Optional(Type.String({ description: 'Absent: all' })),
    change: Type.Enum(['read', 'removed']),
    unreadCount: count,
  }),
  notificationsCleared: frame('notificationsCleared', { unreadCount: count }),
  metrics: frame('metrics', {
    activeUsers: amount,
    requestsPerMinute: amount,
    errorRate: share,
    avgResponseTime: Type.Number({ minimum: 0, description: 'Milliseconds' }),
    systemLoad: share,
    memoryUsage: share,
    timestamp,
  }),
  rooms: frame('rooms', {
    messagesPerMinute: amount,
    joinsPerMinute: amount,
    participants: amount,
    lateEvents: amount,
    topRooms: Type.Array(Type.Object({ roomId, name: text, messages: amount })),
    timestamp,
  }),
  alert: frame('alert', {
    id: text,
    severity: Type.Enum(['info', 'warning', 'critical']),
    title: text,
    message: text,
    metric: text,
    value: Type.Number(),
    threshold: Type.Number(),
    state: Type.Enum(['firing', 'resolved']),
    acknowledgedBy: Type.Optional(text),
    acknowledgedAt: Type.Optional(timestamp),
    timestamp,
  }),
  systemEvent: frame('systemEvent', {
    id: text,
    kind: text,
    message: text,
    roomId: Type.Optional(roomId),
    gateway: Type.Optional(text),
    timestamp,
  }),
  statuses: frame('statuses', { statuses: Type.Array(Type.Object({ userId: text, status })), ref }),
  status: frame('status', { userId: text, status }),
  done: frame('done', { ref: Ref, action: text }),
};

export type NativeServerSchemas = typeof serverSchemas;
