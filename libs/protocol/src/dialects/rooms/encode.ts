import { formatMessageId, formatOffset } from '@noroshi/domain';
import { errors } from '../../catalogue.js';
import type { ServerFrame } from '../../server-frame.js';
import { encodeEvent, person } from './encode-event.js';
import { messageItem } from './message-item.js';

type Fields = Record<string, unknown>;
type Encoders = {
  readonly [K in ServerFrame['kind']]: (frame: Extract<ServerFrame, { kind: K }>) => Fields | undefined;
};

const time = (at: number): string => new Date(at).toISOString();

const encoders: Encoders = {
  connected: ({ connectionId, user, at }) => ({
    type: 'connection',
    status: 'connected',
    connectionId,
    ...(user && person(user)),
    timestamp: time(at),
  }),
  authenticated: ({ expiresAt }) => ({ type: 'authenticated', expiresAt: time(expiresAt) }),
  joined: ({ roomId, roomName, memberCount, epoch, position, at }) => ({
    type: 'joinedRoom',
    roomId,
    roomName,
    memberCount,
    timestamp: time(at),
    offset: formatOffset(epoch, position),
  }),
  resumed: ({ kind: _kind, ...fields }) => ({ type: 'resumed', ...fields }),
  alreadyJoined: ({ roomId }) => ({ type: 'joinedRoom', roomId, status: 'already_joined' }),
  left: ({ roomId, at, why }) => ({
    type: 'leftRoom',
    roomId,
    timestamp: time(at),
    ...(why === undefined ? {} : { code: why }),
  }),
  following: () => undefined,
  followed: () => undefined,
  unfollowed: () => undefined,
  event: ({ recorded, epoch }) => encodeEvent(recorded, epoch),
  presence: ({ change, at }) => ({
    type: change.kind === 'joined' ? 'memberJoined' : 'memberLeft',
    roomId: change.roomId,
    ...person(change.user),
    connectionId: change.connectionId,
    memberCount: change.count,
    timestamp: time(at),
  }),
  crowd: ({ crowd, at }) => ({
    type: 'presence',
    roomId: crowd.roomId,
    memberCount: crowd.count,
    people: crowd.people.map(person),
    timestamp: time(at),
  }),
  typing: ({ roomId, user, isTyping, at }) => ({
    type: 'typing',
    roomId,
    ...person(user),
    isTyping,
    timestamp: time(at),
  }),
  signal: ({ kind: _kind, ...fields }) => ({ type: 'signal', ...fields }),
  broadcast: ({ kind: _kind, at, ...fields }) => ({ type: 'broadcast', ...fields, timestamp: time(at) }),
  accepted: ({ roomId, clientMessageId, epoch, position, recordedAt }) => ({
    type: 'accepted',
    roomId,
    clientMessageId,
    messageId: formatMessageId(epoch, position),
    offset: formatOffset(epoch, position),
    timestamp: time(recordedAt),
  }),
  history: ({ roomId, page, epoch }) => ({
    type: 'history',
    roomId,
    items: page.items.map((message) => messageItem(message, epoch)),
    more: page.more,
  }),
  members: ({ kind: _kind, ...fields }) => ({ type: 'members', ...fields }),
  read: ({ roomId, position, unreadCount, epoch }) => ({
    type: 'read',
    roomId,
    offset: formatOffset(epoch, position),
    unreadCount,
  }),
  notification: () => undefined,
  notificationUpdated: () => undefined,
  notificationsCleared: () => undefined,
  metrics: () => undefined,
  rooms: () => undefined,
  alert: () => undefined,
  systemEvent: () => undefined,
  done: () => undefined,
  statuses: () => undefined,
  status: () => undefined,
  pong: ({ at }) => ({ type: 'pong', timestamp: time(at) }),
  reconnect: ({ afterMs }) => ({ type: 'reconnect', retryAfter: afterMs }),
  error: ({ kind: _kind, code, message, ...context }) => ({
    type: 'error',
    code,
    message: message ?? errors[code].message,
    ...context,
  }),
};

/** The frame before it is text, for other languages that say the same; undefined: not said. Each has a `type`. */
export const fieldsOf = (frame: ServerFrame): Fields | undefined =>
  (encoders[frame.kind] as (frame: ServerFrame) => Fields | undefined)(frame);

export function encode(frame: ServerFrame): string | undefined {
  const fields = fieldsOf(frame);
  return fields && JSON.stringify(fields);
}
