import { formatOffset } from '@noroshi/domain';
import type { FollowedRoom, ServerFrame } from '../../server-frame.js';
import { fieldsOf as roomsFieldsOf } from '../rooms/encode.js';
import { person } from '../rooms/encode-event.js';
import { messageItem } from '../rooms/message-item.js';
import { encodeEvent } from './encode-event.js';

type Fields = Record<string, unknown>;

/** What the rooms dialect does not say, or says less of. */
type Encoders = {
  readonly [K in ServerFrame['kind']]?: (frame: Extract<ServerFrame, { kind: K }>) => Fields | undefined;
};

const time = (at: number): string => new Date(at).toISOString();

const roomOf = ({ room, participants, lastMessage, unreadCount, position }: FollowedRoom, epoch: string): Fields => ({
  ...room,
  participants: participants.map(person),
  ...(lastMessage && { lastMessage: messageItem({ ...lastMessage, roomId: room.roomId, reactions: {} }, epoch) }),
  unreadCount,
  offset: formatOffset(epoch, position),
});

const encoders: Encoders = {
  connected: (frame) => ({
    ...roomsFieldsOf(frame),
    ...(frame.expiresAt === undefined ? {} : { expiresAt: time(frame.expiresAt) }),
  }),
  following: ({ rooms, epoch }) => ({ type: 'following', rooms: rooms.map((room) => roomOf(room, epoch)) }),
  followed: ({ room, epoch }) => ({ type: 'followed', room: roomOf(room, epoch) }),
  unfollowed: ({ roomId, why, at }) => ({ type: 'unfollowed', roomId, code: why, timestamp: time(at) }),
  event: ({ recorded, epoch }) => encodeEvent(recorded, epoch),
  notification: ({
    id,
    notification: { position: _position, addedAt, about, type: level, ...content },
    messageId,
  }) => ({
    type: 'notification',
    id,
    ...content,
    level,
    timestamp: time(addedAt),
    ...(about && { roomId: about.roomId }),
    ...(messageId === undefined ? {} : { messageId }),
  }),
  notificationUpdated: ({ id, change, unreadCount }) => ({
    type: 'notificationUpdated',
    ...(id === undefined ? {} : { id }),
    change,
    unreadCount,
  }),
  notificationsCleared: ({ unreadCount }) => ({ type: 'notificationsCleared', unreadCount }),
  metrics: ({ sample: { at, metrics } }) => ({ type: 'metrics', ...metrics, timestamp: time(at) }),
  rooms: ({ at, rooms }) => ({ type: 'rooms', ...rooms, timestamp: time(at) }),
  alert: ({ alert: { acknowledgedAt, ...alert } }) => ({
    ...{ type: 'alert', ...alert, timestamp: time(alert.timestamp) },
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt: time(acknowledgedAt) }),
  }),
  systemEvent: ({ event }) => ({ type: 'systemEvent', ...event, timestamp: time(event.timestamp) }),
  done: ({ ref, action }) => ({ type: 'done', ref, action }),
  statuses: ({ statuses }) => ({
    type: 'statuses',
    statuses: statuses.map(({ userId, status }) => ({ userId, status })),
  }),
  status: ({ userId, status }) => ({ type: 'status', userId, status }),
};

/** A frame before it is written in one way or another; undefined: not said. */
export function fieldsOf(frame: ServerFrame): Fields | undefined {
  const own = encoders[frame.kind] as ((frame: ServerFrame) => Fields | undefined) | undefined;
  const fields = own ? own(frame) : roomsFieldsOf(frame);
  return fields && 'ref' in frame ? { ...fields, ref: frame.ref } : fields;
}
