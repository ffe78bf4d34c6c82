import type { Actor, OwnRoom, RoomUnread } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { FollowedRoom } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';

export interface OwnRoomsOptions {
  readonly rooms: Pick<RoomsClient, 'roomsOf'>;
  readonly messages: Pick<MessagesClient, 'unread'>;
}

/** A room of somebody's, and how far what is told of it goes. */
export interface Told extends FollowedRoom {
  /** Of the last thing said in it that is counted in; 0: nothing was. */
  readonly saidTo: Position;
}

const PAGE = 100;
/** A service that was killed is answering again by then. */
const PATIENTLY = { patienceMs: 5_000 };
/** Of all rooms together: who is in thousands gets few of each, so that one list fits into one frame. */
const PARTICIPANTS = 10_000;

interface Which {
  readonly after?: string;
  readonly roomId?: string;
  /** 100 at most, and by default. */
  readonly limit?: number;
}

/** Asks which rooms are somebody's, and what is new in them. */
export class OwnRooms {
  readonly #options: OwnRoomsOptions;

  constructor(options: OwnRoomsOptions) {
    this.#options = options;
  }

  /** In order of room id. @throws Refused */
  async all(user: Actor): Promise<readonly Told[]> {
    const all: Told[] = [];
    for (let after: string | undefined; ;) {
      const { rooms, more } = await this.page(user, after === undefined ? {} : { after });
      for (const room of rooms) all.push(room);
      after = rooms.at(-1)?.room.roomId;
      if (!more || after === undefined) return trimmed(all);
    }
  }

  /** Undefined: it is none of the user's, or closed. @throws Refused */
  async one(user: Actor, roomId: string): Promise<Told | undefined> {
    return (await this.page(user, { roomId })).rooms[0];
  }

  /** Of the rooms after a room id, or one room. @throws Refused */
  async page({ id: userId, guest }: Actor, which: Which): Promise<{ readonly rooms: readonly Told[]; more: boolean }> {
    const own = await this.#options.rooms.roomsOf({ userId, guest, limit: PAGE, ...which }, PATIENTLY);
    if (!own.ok) throw new Refused(own.code);
    if (own.rooms.length === 0) return { rooms: [], more: false };
    const asked = own.rooms.map(({ room: { roomId }, joinedAt }) => ({
      roomId,
      // Who has just come has nothing to catch up with.
      ...(joinedAt === undefined ? {} : { since: joinedAt }),
    }));
    const unread = await this.#options.messages.unread({ userId, rooms: asked }, PATIENTLY);
    if (!unread.ok) throw new Refused(unread.code);
    const rooms = own.rooms.map((room, index) => told(room, unread.rooms[index], unread.position));
    return { rooms, more: own.more };
  }
}

function told({ room, participants }: OwnRoom, unread: RoomUnread | undefined, position: Position): Told {
  const { unreadCount = 0, saidTo = 0, lastMessage } = unread ?? {};
  return {
    room,
    participants,
    unreadCount,
    saidTo,
    // The history may have come further between the two questions.
    position: Math.max(position, saidTo),
    ...(lastMessage && { lastMessage }),
  };
}

function trimmed(rooms: readonly Told[]): readonly Told[] {
  const most = Math.max(1, Math.floor(PARTICIPANTS / Math.max(1, rooms.length)));
  return rooms.map((each) => ({ ...each, participants: each.participants.slice(0, most) }));
}
