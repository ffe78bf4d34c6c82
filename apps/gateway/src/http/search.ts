import { Type } from 'typebox';
import { formatOffset } from '@noroshi/domain';
import { messageItem } from '@noroshi/protocol';
import type { UserCaller } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import { positionOf } from './position-of.js';
import type { RoomDoor } from './room-door.js';
import { Limit, Message, Offset, OffsetWish, RoomId } from './schemas.js';

export interface SearchRouteParts {
  readonly door: RoomDoor;
  readonly rooms: Pick<RoomsClient, 'roomsOf'>;
  readonly messages: Pick<MessagesClient, 'search'>;
}

/** Who is in more rooms names one of them. */
const MOST_ROOMS = 500;

const Words = Type.Refine(
  Type.String({ minLength: 1, maxLength: 256, description: 'Words, all of which a message holds', examples: ['fire'] }),
  (text) => text.trim() !== '',
  () => 'is empty',
);

export const searchRoute = ({ door, rooms, messages }: SearchRouteParts): Route =>
  route({
    id: 'searchMessages',
    method: 'get',
    path: '/api/v1/search',
    tag: 'messages',
    summary: 'What was said in one’s rooms that holds all of the words',
    description: `The latest first page, each page oldest first: give \`previous\` as \`before\` for what is older. A page may hold less than \`limit\`, or nothing, and still have a \`previous\`. What was said in the last moment may not be found yet. Who is in more than ${MOST_ROOMS} rooms names the \`room\`.`,
    access: 'user',
    query: { q: Words, room: Type.Optional(RoomId), before: Type.Optional(OffsetWish), limit: Limit },
    refusals: ['room_not_found'],
    answers: {
      200: {
        description: 'A page',
        schema: Type.Object({ items: Type.Array(Message), previous: Type.Optional(Offset) }),
      },
    },
  }).handledBy(async ({ caller, query: { q, room, before, limit } }) => {
    const { epoch } = door;
    const until = before === undefined ? {} : { before: positionOf(before, epoch) };
    const roomIds = room === undefined ? await roomsOf(rooms, caller) : [room];
    if (room !== undefined) await door.read(room, caller, () => undefined);
    const answer = await messages.search({ roomIds, text: q, limit, ...until });
    if (!answer.ok) throw new Refused(answer.code);
    const previous = answer.before === undefined ? {} : { previous: formatOffset(epoch, answer.before) };
    return { status: 200, body: { items: answer.items.map((item) => messageItem(item, epoch)), ...previous } };
  });

async function roomsOf(rooms: SearchRouteParts['rooms'], { user }: UserCaller): Promise<string[]> {
  const found: string[] = [];
  for (let more = true; more && found.length < MOST_ROOMS;) {
    const after = found.at(-1);
    const limit = MOST_ROOMS - found.length;
    const answer = await rooms.roomsOf({ userId: user.id, limit, ...(after === undefined ? {} : { after }) });
    if (!answer.ok) throw new Refused(answer.code);
    found.push(...answer.rooms.map(({ room }) => room.roomId));
    more = answer.more;
  }
  return found;
}
