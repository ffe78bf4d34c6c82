import { Type } from 'typebox';
import { messageItem } from '@noroshi/protocol';
import { route, type Route } from '../rest/route.js';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import { OwnRooms, type Told } from '../sessions/own-rooms.js';
import { roomItem } from './room-item.js';
import { Count, Limit, Message, Room, RoomId } from './schemas.js';

export interface OwnRoomsRouteParts {
  readonly rooms: Pick<RoomsClient, 'roomsOf'>;
  readonly messages: Pick<MessagesClient, 'unread'>;
  readonly epoch: string;
}

const OwnRoom = Type.Object(
  {
    ...Room.properties,
    unreadCount: Count,
    lastMessage: Type.Optional(Message),
  },
  { $id: 'OwnRoom' },
);

export function ownRoomsRoute({ epoch, rooms, messages }: OwnRoomsRouteParts): Route {
  const own = new OwnRooms({ rooms, messages });
  return route({
    id: 'listOwnRooms',
    method: 'get',
    path: '/api/v1/me/rooms',
    tag: 'users',
    summary: 'The rooms of whoever asks, by id, with what is new in them',
    access: 'user',
    query: { after: Type.Optional(RoomId), limit: Limit },
    answers: {
      200: {
        description: 'A page; there may be more after the room that is `next`',
        schema: Type.Object({ items: Type.Array(OwnRoom), next: Type.Optional(Type.String()) }),
      },
    },
  }).handledBy(async ({ caller, query }) => {
    const page = await own.page(caller.user, query);
    const next = page.more ? page.rooms.at(-1)?.room.roomId : undefined;
    const items = page.rooms.map((room) => itemOf(room, epoch));
    return { status: 200, body: { items, ...(next === undefined ? {} : { next }) } };
  });
}

const itemOf = ({ room, unreadCount, lastMessage }: Told, epoch: string) => ({
  ...roomItem(room),
  unreadCount,
  ...(lastMessage && {
    lastMessage: messageItem({ ...lastMessage, roomId: room.roomId, reactions: {} }, epoch),
  }),
});
