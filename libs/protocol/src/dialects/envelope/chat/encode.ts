import { formatMessageId, type Actor, type LastMessage, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { FollowedRoom } from '../../../server-frame.js';
import { byPerson, envelopeEncoder, person, type Said } from '../encode-envelope.js';
import { messageTypes } from './schemas.js';

const known: ReadonlySet<string> = new Set(messageTypes);

/** A type that these clients do not know is a text to them. */
const typeOf = (messageType: string) =>
  known.has(messageType) ? { type: messageType } : { type: 'text', metadata: { messageType } };

const messageOf = (
  { position, postedAt, by, content, messageType, replyTo }: LastMessage,
  { roomId, epoch }: { readonly roomId: string; readonly epoch: string },
) => ({
  id: formatMessageId(epoch, position),
  roomId,
  ...byPerson(by),
  content,
  timestamp: postedAt,
  ...typeOf(messageType),
  ...(replyTo && { replyTo: formatMessageId(epoch, replyTo.message) }),
});

const roomOf = ({ room: { roomId, name }, participants, lastMessage, unreadCount }: FollowedRoom, epoch: string) => ({
  id: roomId,
  name,
  participants: participants.map(person),
  ...(lastMessage && { lastMessage: messageOf(lastMessage, { roomId, epoch }) }),
  unreadCount,
});

/** Who comes and goes for good, and what is decided about a room, is not said in this language. */
function saidOf({ event, lane, position, recordedAt }: RecordedEvent<RoomEvent>, epoch: string): Said | undefined {
  const roomId = lane.entity;
  const change = (type: string, { message, by, ...more }: Change): Said => ({
    type,
    data: { id: formatMessageId(epoch, message), roomId, ...byPerson(by), ...more },
    at: recordedAt,
  });
  switch (event.type) {
    case 'MessagePosted': {
      const { clientMessageId } = event;
      const message = messageOf({ ...event, position, postedAt: recordedAt }, { roomId, epoch });
      const data = clientMessageId === undefined ? message : { ...message, clientMessageId };
      return { type: 'message', data, at: recordedAt };
    }
    case 'MessageEdited':
      return change('message_edited', { message: event.message, by: event.by, content: event.content });
    case 'MessageDeleted':
      return change('message_deleted', { message: event.message, by: event.by });
    case 'ReactionAdded':
      return change('reaction', { message: event.message, by: event.by, emoji: event.emoji });
    case 'ReactionRemoved':
      return change('reaction', { message: event.message, by: event.by, emoji: event.emoji, removed: true });
    default:
      return undefined;
  }
}

interface Change {
  readonly message: number;
  readonly by: Actor;
  readonly content?: string;
  readonly emoji?: string;
  readonly removed?: true;
}

export const encode = envelopeEncoder({
  following: ({ rooms, epoch, at }) => ({ type: 'rooms_list', data: rooms.map((room) => roomOf(room, epoch)), at }),
  followed: ({ room, epoch, at }) => ({ type: 'room_added', data: roomOf(room, epoch), at }),
  unfollowed: ({ roomId, why, at }) => ({ type: 'room_removed', data: { roomId, code: why }, at }),
  joined: ({ roomId, roomName, memberCount, at }) => ({
    type: 'room_joined',
    data: { roomId, name: roomName, memberCount },
    at,
  }),
  alreadyJoined: ({ roomId }) => ({ type: 'room_joined', data: { roomId } }),
  left: ({ roomId, at, why }) => ({
    type: 'room_left',
    data: { roomId, ...(why === undefined ? {} : { code: why }) },
    at,
  }),
  event: ({ recorded, epoch }) => saidOf(recorded, epoch),
  presence: ({ change: { kind, roomId, user }, at }) => ({
    type: kind === 'joined' ? 'user_joined' : 'user_left',
    data: { roomId, user: person(user) },
    at,
  }),
  typing: ({ roomId, user, isTyping, at }) => ({
    type: isTyping ? 'typing_start' : 'typing_stop',
    data: { roomId, ...byPerson(user) },
    at,
  }),
  accepted: ({ roomId, clientMessageId, epoch, position, recordedAt }) => ({
    type: 'message_accepted',
    data: { clientMessageId, id: formatMessageId(epoch, position), roomId, timestamp: recordedAt },
    at: recordedAt,
  }),
  read: ({ roomId, unreadCount }) => ({ type: 'room_read', data: { roomId, unreadCount } }),
});
