import { DistinctUsers, type UsersSeen } from './distinct-users.js';
import { MINUTE_MS } from './minute.js';
import type { RoomActivity } from './room-activity.js';

/** How far back the windows that slide along reach. */
export const RECENT_MS = 5 * MINUTE_MS;

const SECOND_MS = 1_000;
const TOP = 10;

export interface BusyRoom {
  readonly roomId: string;
  /** Posted within the last five minutes. */
  readonly messages: number;
}

/** What was done lately in some of the rooms: it can be added up with that of others. */
export interface RecentFigures {
  /** Posted within the last minute. */
  readonly messagesPerMinute: number;
  /** Memberships that began within the last minute. */
  readonly joinsPerMinute: number;
  /** Events within the last five minutes that came too late to be counted in their minute. */
  readonly lateEvents: number;
  /** Who did something in a room within the last five minutes. */
  readonly participants: UsersSeen;
  /** In which most was posted within the last five minutes, at most ten, the first one most. */
  readonly topRooms: readonly BusyRoom[];
}

interface Second {
  messages: number;
  joins: number;
  late: number;
  readonly users: DistinctUsers;
  /** Messages by room. */
  readonly rooms: Map<string, number>;
}

/** Windows that slide along with the clock: by the second, over events by the times at which they were stored. */
export class RecentActivity {
  /** By when they began. */
  readonly #seconds = new Map<number, Second>();

  note(at: number, roomId: string, { messages, joins, user }: RoomActivity): void {
    const second = this.#secondOf(at);
    second.messages += messages;
    second.joins += joins;
    second.users.add(user);
    if (messages > 0) second.rooms.set(roomId, (second.rooms.get(roomId) ?? 0) + messages);
  }

  noteLate(at: number): void {
    this.#secondOf(at).late += 1;
  }

  /** Up to the second of `now`, in milliseconds since 1970; what is older than any later window is forgotten. */
  figures(now: number): RecentFigures {
    const end = secondOf(now);
    const users = new DistinctUsers();
    const rooms = new Map<string, number>();
    const sum = { messages: 0, joins: 0, late: 0 };
    for (const [at, second] of this.#seconds) {
      if (at <= end - RECENT_MS) this.#seconds.delete(at);
      // A clock that is ahead of ours has stored it: its time comes.
      else if (at <= end) add({ sum, users, rooms }, second, at > end - MINUTE_MS);
    }
    return {
      messagesPerMinute: sum.messages,
      joinsPerMinute: sum.joins,
      lateEvents: sum.late,
      participants: users.seen(),
      topRooms: busiest(rooms),
    };
  }

  #secondOf(at: number): Second {
    const known = this.#seconds.get(secondOf(at));
    if (known) return known;
    const begun: Second = { messages: 0, joins: 0, late: 0, users: new DistinctUsers(), rooms: new Map() };
    this.#seconds.set(secondOf(at), begun);
    return begun;
  }
}

interface Totals {
  readonly sum: { messages: number; joins: number; late: number };
  readonly users: DistinctUsers;
  readonly rooms: Map<string, number>;
}

function add({ sum, users, rooms }: Totals, second: Second, isWithinMinute: boolean): void {
  if (isWithinMinute) {
    sum.messages += second.messages;
    sum.joins += second.joins;
  }
  sum.late += second.late;
  users.addAll(second.users);
  for (const [roomId, messages] of second.rooms) rooms.set(roomId, (rooms.get(roomId) ?? 0) + messages);
}

const secondOf = (at: number): number => Math.floor(at / SECOND_MS) * SECOND_MS;

const busiest = (rooms: ReadonlyMap<string, number>): readonly BusyRoom[] =>
  [...rooms]
    .map(([roomId, messages]) => ({ roomId, messages }))
    .sort(byMessages)
    .slice(0, TOP);

const byMessages = (a: BusyRoom, b: BusyRoom): number => b.messages - a.messages || (a.roomId < b.roomId ? -1 : 1);

export const nothingRecent: RecentFigures = {
  ...{ messagesPerMinute: 0, joinsPerMinute: 0, lateEvents: 0 },
  ...{ participants: [], topRooms: [] },
};

/** What was done in the rooms of all of them. Each room is in one only. */
export function mergeRecent(parts: Iterable<RecentFigures>): RecentFigures {
  const users = new DistinctUsers();
  const sum = { messagesPerMinute: 0, joinsPerMinute: 0, lateEvents: 0 };
  const rooms: BusyRoom[] = [];
  for (const part of parts) {
    sum.messagesPerMinute += part.messagesPerMinute;
    sum.joinsPerMinute += part.joinsPerMinute;
    sum.lateEvents += part.lateEvents;
    rooms.push(...part.topRooms);
    const seen = DistinctUsers.from(part.participants);
    if (seen) users.addAll(seen);
  }
  return { ...sum, participants: users.seen(), topRooms: rooms.sort(byMessages).slice(0, TOP) };
}
