import {
  fitting,
  standingOf,
  type Actor,
  type OwnRoom,
  type PresenceRegistry,
  type RoomState,
  type RoomSummary,
} from '@noroshi/domain';
import type { RequestOf } from './requests.js';
import type { RoomDirectory } from './room-directory.js';

export interface RoomListsOptions {
  readonly directory: RoomDirectory;
  readonly presence: Pick<PresenceRegistry, 'presentCount'>;
}

/** What a guest hears of who is in no room yet. */
const PUBLIC_ROOMS = 100;
/** Of a room, in a list of rooms: who wants to know all of them asks for its members. */
const PARTICIPANTS = 50;

/** Tells of rooms, one or many. */
export class RoomLists {
  constructor(private readonly options: RoomListsOptions) {}

  summary(roomId: string): RoomSummary | undefined {
    const state = this.options.directory.state(roomId);
    return state.status === 'absent' ? undefined : this.summaryOf(roomId, state);
  }

  publicRooms(limit: number): readonly RoomSummary[] {
    return this.options.directory.publicRooms(limit).map(([roomId, state]) => this.summaryOf(roomId, state));
  }

  roomsOf({ after, limit, roomId, ...who }: RequestOf<'roomsOf'>): { rooms: readonly OwnRoom[]; more: boolean } {
    const user = { id: who.userId, guest: who.guest ?? false };
    const isWanted = (id: string) => (roomId === undefined || id === roomId) && (after === undefined || id > after);
    const ids = [...this.idsOf(user)].filter((id) => isWanted(id)).sort();
    const { items, more } = fitting(this.own(user, ids), limit);
    return { rooms: items, more };
  }

  private idsOf({ id, guest }: Pick<Actor, 'id' | 'guest'>): ReadonlySet<string> {
    const { directory } = this.options;
    const own = directory.roomsOf(id);
    return guest ? new Set([...own, ...directory.publicRooms(PUBLIC_ROOMS).map(([roomId]) => roomId)]) : own;
  }

  private *own(user: Pick<Actor, 'id' | 'guest'>, roomIds: readonly string[]): Iterable<OwnRoom> {
    for (const roomId of roomIds) {
      const state = this.options.directory.state(roomId);
      const standing = standingOf(state, { ...user, name: user.id });
      if (state.status !== 'open' || !(standing || (user.guest && state.settings.isPublic))) continue;
      const participants = [...state.members.values()].slice(0, PARTICIPANTS).map((membership) => membership.user);
      const room = this.summaryOf(roomId, state);
      yield { room, participants, ...(standing && { joinedAt: standing.joinedAt }) };
    }
  }

  private summaryOf(roomId: string, { name, ownerId, settings, status, members }: RoomState): RoomSummary {
    return {
      roomId,
      name,
      ownerId,
      settings,
      archived: status === 'archived',
      memberCount: members.size,
      present: this.options.presence.presentCount(roomId),
    };
  }
}
