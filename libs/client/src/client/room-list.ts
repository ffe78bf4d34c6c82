import type { RoomOverview, RoomsState } from '../api/client.js';
import type { User } from '../api/message.js';
import { isReached } from '../core/offsets.js';
import { offsetOf, roomOf } from '../core/room-of.js';
import type { FollowedRoomFields, MessageFrame, ServerFrame } from '../wire/server-frame.js';
import { messageOf, userOf, type FrameOf } from './frames.js';
import { Derived } from './live-values.js';
import { changedInfo, infoOf } from './room/room-about.js';

type Overview = Omit<RoomOverview, 'mentions'>;

interface Needs {
  readonly begin: () => void;
  readonly me: () => User | undefined;
  /** Unread notifications by room. */
  readonly mentions: () => ReadonlyMap<string, number>;
}

interface Entry {
  readonly overview: Overview;
  /** What was said up to here is counted. */
  readonly countedTo: string;
}

const lastOf = (frame: MessageFrame): NonNullable<RoomOverview['lastMessage']> => {
  const { author, content, at, messageId = '', offset = '' } = messageOf(frame);
  return { author, content, at, messageId, offset };
};

const entryOf = (fields: FollowedRoomFields): Entry => ({
  countedTo: fields.offset,
  overview: {
    ...infoOf(fields),
    participants: fields.participants.map(userOf),
    memberCount: fields.memberCount,
    unread: fields.unreadCount,
    ...(fields.lastMessage && { lastMessage: lastOf(fields.lastMessage) }),
  },
});

type Edit = FrameOf<'messageEdited' | 'messageDeleted'>;

/** The rooms of the user with what is new in them: the server's list, then what is told of each. */
export class RoomList extends Derived<RoomsState> {
  readonly #needs: Needs;
  readonly #entries = new Map<string, Entry>();
  readonly #asked = new Set<string>();
  #isLoaded = false;

  constructor(needs: Needs) {
    super(() => this.#state(), needs.begin);
    this.#needs = needs;
  }

  /** Said once of each room: not all that one is in are listed. */
  lacks(roomId: string): boolean {
    if (!this.#isLoaded || this.#entries.has(roomId) || this.#asked.has(roomId)) return false;
    this.#asked.add(roomId);
    return true;
  }

  heard(frame: ServerFrame): void {
    if (frame.type === 'following') this.#loaded(frame.rooms);
    else if (frame.type === 'followed') this.#set(frame.room.roomId, entryOf(frame.room));
    else this.#heardIn(roomOf(frame) ?? '', frame);
  }

  #loaded(rooms: readonly FollowedRoomFields[]): void {
    this.#isLoaded = true;
    this.#entries.clear();
    for (const fields of rooms) this.#entries.set(fields.roomId, entryOf(fields));
    this.stale();
  }

  #heardIn(roomId: string, frame: ServerFrame): void {
    const entry = this.#entries.get(roomId);
    if (!entry) return;
    if (frame.type === 'unfollowed') {
      this.#entries.delete(roomId);
      return this.stale();
    }
    const next = this.#after(entry, frame);
    if (next !== entry) this.#set(roomId, next);
  }

  #after(entry: Entry, frame: ServerFrame): Entry {
    const { overview } = entry;
    switch (frame.type) {
      case 'message':
        return this.#said(entry, frame);
      case 'messageEdited':
      case 'messageDeleted':
        return { ...entry, overview: edited(overview, frame) };
      case 'read':
        return { ...entry, overview: { ...overview, unread: frame.unreadCount } };
      case 'roomChanged':
        return { ...entry, overview: { ...overview, ...changedInfo(overview, frame) } };
      case 'membership':
        return { ...entry, overview: { ...overview, memberCount: overview.memberCount + (frame.isMember ? 1 : -1) } };
      default:
        return entry;
    }
  }

  #said(entry: Entry, frame: MessageFrame): Entry {
    const offset = offsetOf(frame) ?? '';
    if (isReached(offset, entry.countedTo)) return entry;
    const isOwn = frame.userId === this.#needs.me()?.userId;
    const unread = entry.overview.unread + (isOwn ? 0 : 1);
    return { countedTo: offset, overview: { ...entry.overview, unread, lastMessage: lastOf(frame) } };
  }

  #set(roomId: string, entry: Entry): void {
    this.#entries.set(roomId, entry);
    this.stale();
  }

  #state(): RoomsState {
    const mentions = this.#needs.mentions();
    const items = [...this.#entries.values()].map(({ overview }) => ({
      ...overview,
      mentions: mentions.get(overview.roomId) ?? 0,
    }));
    items.sort((left, right) => (right.lastMessage?.at ?? 0) - (left.lastMessage?.at ?? 0));
    return { isLoaded: this.#isLoaded, items };
  }
}

function edited(overview: Overview, frame: Edit): Overview {
  const { lastMessage } = overview;
  if (lastMessage?.messageId !== frame.messageId) return overview;
  return { ...overview, lastMessage: { ...lastMessage, content: frame.type === 'messageEdited' ? frame.content : '' } };
}
