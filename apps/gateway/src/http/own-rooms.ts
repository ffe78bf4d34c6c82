import { isRoomId } from '@noroshi/domain';
import { messageItem } from '@noroshi/protocol';
import type { Callers } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import { OwnRooms, type Told } from '../sessions/own-rooms.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler } from '../transport/http-route.js';
import { limitOf } from './page-limit.js';
import { roomItem } from './room-item.js';

export interface OwnRoomsRouteOptions {
  readonly callers: Callers;
  readonly rooms: Pick<RoomsClient, 'roomsOf'>;
  readonly messages: Pick<MessagesClient, 'unread'>;
  readonly epoch: string;
}

/** `GET /api/v1/me/rooms?after=&limit=`: the rooms of whoever asks, in order of id, with what is new in them. */
export function ownRoomsRoute({ callers, epoch, ...services }: OwnRoomsRouteOptions): RestHandler {
  const own = new OwnRooms(services);
  return async (request) => {
    const { user } = await callers.user(request);
    const after = request.query.get('after');
    if (after !== null && !isRoomId(after)) throw new Refused('invalid_room_id');
    const page = await own.page(user, { limit: limitOf(request), ...(after === null ? {} : { after }) });
    const next = page.more ? page.rooms.at(-1)?.room.roomId : undefined;
    return json({ items: page.rooms.map((room) => itemOf(room, epoch)), ...(next === undefined ? {} : { next }) });
  };
}

const itemOf = ({ room, unreadCount, lastMessage }: Told, epoch: string) => ({
  ...roomItem(room),
  unreadCount,
  ...(lastMessage && {
    lastMessage: messageItem({ ...lastMessage, roomId: room.roomId, reactions: {} }, epoch),
  }),
});
