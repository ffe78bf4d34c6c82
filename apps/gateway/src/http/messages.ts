import { Type } from 'typebox';
import {
  formatMessageId,
  formatOffset,
  standingOf,
  type HistoryQuery,
  type Message as StoredMessage,
} from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import { messageItem } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import { messagePosition, type Posting } from '../rooms/posting.js';
import type { MessagesClient } from '../services/service-clients.js';
import { cursorsOf } from './cursors-of.js';
import { asMember } from './refusals.js';
import { positionOf } from './position-of.js';
import type { RoomDoor } from './room-door.js';
import {
  ClientMessageId,
  Count,
  cursors,
  Message,
  MessageId,
  Offset,
  OffsetWish,
  pageQuery,
  RoomId,
} from './schemas.js';

export interface MessageRoutesParts {
  readonly door: RoomDoor;
  readonly posting: Posting;
  readonly messages: Pick<MessagesClient, 'history' | 'markRead'>;
}

const tag = 'messages';

/** UTF-16 code units are what is counted; whoever keeps to characters may be told otherwise. */
const Content = Type.String({ minLength: 1, maxLength: 16_384, 'x-code': 'invalid_content' });
const MessageType = Type.String({ pattern: '^[a-z0-9_.-]{1,32}$', default: 'text', 'x-code': 'invalid_message_type' });

/** What is said in rooms. */
export const messageRoutes = (parts: MessageRoutesParts): readonly Route[] => [
  listMessages(parts),
  postMessage(parts),
  getMessage(parts),
  editMessage(parts),
  deleteMessage(parts),
  markRead(parts),
];

const listMessages = ({ door, messages }: MessageRoutesParts): Route =>
  route({
    id: 'listMessages',
    method: 'get',
    path: '/api/v1/rooms/{roomId}/messages',
    tag,
    summary: 'What was said in a room, oldest first',
    description:
      'Without `before` and `after` the latest. Give `previous` as `before` for what is older, `next` as `after` for what is newer. Of a private room for its members alone.',
    access: 'guest',
    params: { roomId: RoomId },
    query: pageQuery,
    refusals: ['room_not_found'],
    answers: {
      200: { description: 'A page', schema: Type.Object({ items: Type.Array(Message), ...cursors }) },
    },
  }).handledBy(async ({ caller, params: { roomId }, query: { before, after, limit } }) => {
    const { epoch } = door;
    const query: HistoryQuery = {
      ...{ roomId, limit },
      ...(before === undefined ? {} : { before: positionOf(before, epoch) }),
      ...(after === undefined ? {} : { after: positionOf(after, epoch) }),
    };
    const atLeast = await door.read(roomId, caller, ({ position }) => position);
    const answer = await messages.history({ ...query, atLeast });
    if (!answer.ok) throw new Refused(answer.code);
    const items = answer.items.map((item) => messageItem(item, epoch));
    return { status: 200, body: { items, ...cursorsOf(answer, query, epoch) } };
  });

const postMessage = ({ door, posting }: MessageRoutesParts): Route =>
  route({
    id: 'postMessage',
    method: 'post',
    path: '/api/v1/rooms/{roomId}/messages',
    tag,
    summary: 'Say something in a room',
    description:
      'As a member of it. `replyTo` is the message in that room which it answers, and whose author is notified. With an `Idempotency-Key` it is stored once however often it is sent, on whichever gateway, and answered as the first time; what a later try with the same key says is not looked at.',
    access: 'user',
    params: { roomId: RoomId },
    headers: { 'idempotency-key': Type.Optional(ClientMessageId) },
    body: { content: Content, messageType: MessageType, replyTo: Type.Optional(MessageId) },
    refusals: [...asMember, 'muted', 'files_not_allowed'],
    answers: {
      201: {
        description: 'It is stored, and everybody in the room hears it',
        schema: Type.Object({ messageId: Type.String(), offset: Offset }),
      },
    },
  }).handledBy(async ({ caller, params: { roomId }, headers, body: { replyTo, ...said } }) => {
    const { epoch } = door;
    const clientMessageId = headers['idempotency-key'];
    const post = {
      ...said,
      ...(clientMessageId === undefined ? {} : { clientMessageId }),
      ...(replyTo === undefined ? {} : { replyTo: messagePosition(replyTo, epoch) }),
    };
    const { position } = await door.asMember(roomId, caller, (view) => posting.post(view, caller.user, post));
    const messageId = formatMessageId(epoch, position);
    const headersOut = { Location: `/api/v1/rooms/${encodeURIComponent(roomId)}/messages/${messageId}` };
    return { status: 201, headers: headersOut, body: { messageId, offset: formatOffset(epoch, position) } };
  });

const getMessage = (parts: MessageRoutesParts): Route =>
  route({
    id: 'getMessage',
    method: 'get',
    path: '/api/v1/rooms/{roomId}/messages/{messageId}',
    tag,
    summary: 'One message, with what has happened to it since',
    access: 'guest',
    params: { roomId: RoomId, messageId: MessageId },
    refusals: ['room_not_found'],
    answers: { 200: { description: 'The message', schema: Message } },
  }).handledBy(async ({ caller, params: { roomId, messageId } }) => {
    const { door } = parts;
    const position = messagePosition(messageId, door.epoch);
    const atLeast = await door.read(roomId, caller, (view) => view.position);
    const message = await messageAt(parts, { roomId, position, atLeast });
    return { status: 200, body: messageItem(message, door.epoch) };
  });

const editMessage = (parts: MessageRoutesParts): Route =>
  route({
    id: 'editMessage',
    method: 'patch',
    path: '/api/v1/rooms/{roomId}/messages/{messageId}',
    tag,
    summary: 'Change what one has said',
    access: 'user',
    params: { roomId: RoomId, messageId: MessageId },
    body: { content: Content },
    refusals: [...asMember, 'muted', 'not_your_message'],
    answers: { 200: { description: 'The message as it is now', schema: Message } },
  }).handledBy(async ({ caller, params: { roomId, messageId }, body: { content } }) => {
    const { door } = parts;
    const position = messagePosition(messageId, door.epoch);
    const stored = await door.execute(roomId, caller, { type: 'EditMessage', position, content });
    const message = await messageAt(parts, { roomId, position, atLeast: stored ?? position });
    return { status: 200, body: messageItem(message, door.epoch) };
  });

const deleteMessage = ({ door }: MessageRoutesParts): Route =>
  route({
    id: 'deleteMessage',
    method: 'delete',
    path: '/api/v1/rooms/{roomId}/messages/{messageId}',
    tag,
    summary: 'Take back what was said',
    description: 'By its author, and by the owner and moderators of the room. Its place in the history stays.',
    access: 'user',
    params: { roomId: RoomId, messageId: MessageId },
    refusals: [...asMember, 'not_your_message'],
    answers: { 204: { description: 'It is deleted' } },
  }).handledBy(async ({ caller, params: { roomId, messageId } }) => {
    const position = messagePosition(messageId, door.epoch);
    await door.execute(roomId, caller, { type: 'DeleteMessage', position });
    return { status: 204 };
  });

const markRead = ({ door, messages }: MessageRoutesParts): Route =>
  route({
    id: 'markRead',
    method: 'put',
    path: '/api/v1/rooms/{roomId}/read',
    tag,
    summary: 'Say how far one has read',
    description: 'Told to all of the user’s connections. A read mark moves only forward.',
    access: 'user',
    params: { roomId: RoomId },
    body: { offset: OffsetWish },
    refusals: ['room_not_found', 'not_a_member', 'log_full'],
    answers: {
      200: {
        description: 'Where the mark is now',
        schema: Type.Object({ roomId: Type.String(), offset: Offset, unreadCount: Count }),
      },
    },
  }).handledBy(async ({ caller, params: { roomId }, body: { offset } }) => {
    const { epoch } = door;
    const wished = positionOf(offset, epoch);
    await door.asMember(roomId, caller, ({ state }) => {
      if (!standingOf(state, caller.user)) throw new Refused('not_a_member');
    });
    const answer = await messages.markRead({ userId: caller.user.id, roomId, position: wished });
    if (!answer.ok) throw new Refused(answer.code);
    const { position, unreadCount } = answer;
    return { status: 200, body: { roomId, offset: formatOffset(epoch, position), unreadCount } };
  });

interface Place {
  readonly roomId: string;
  readonly position: Position;
  /** Of the last thing that may have happened to it. */
  readonly atLeast: Position;
}

async function messageAt({ messages }: MessageRoutesParts, { position, ...place }: Place): Promise<StoredMessage> {
  const answer = await messages.history({ ...place, after: position - 1, limit: 1 });
  if (!answer.ok) throw new Refused(answer.code);
  const [found] = answer.items;
  if (found?.position !== position) throw new Refused('message_not_found');
  return found;
}
