import { membershipOf, type RoomEvent, type RoomState } from '@noroshi/domain';
import { membersTouchedBy } from './members-touched.js';

/** Somebody is a member of a room who was none, or a verified user who was only a guest of that id, or the other way round. */
export interface MembershipGained {
  readonly userId: string;
  readonly guest: boolean;
  readonly roomId: string;
}

const none: ReadonlySet<string> = new Set();

/** Which rooms somebody is in, by the id alone: a guest and a verified user of one id are told apart by the room. */
export class MemberIndex {
  private readonly rooms = new Map<string, Set<string>>();

  of(userId: string): ReadonlySet<string> {
    return this.rooms.get(userId) ?? none;
  }

  /** To be called with every event, and the room before and after it. */
  follow(
    roomId: string,
    event: RoomEvent,
    { before, after }: { readonly before: RoomState; readonly after: RoomState },
  ): readonly MembershipGained[] {
    return membersTouchedBy(event).flatMap((userId) => {
      const [was, is] = [membershipOf(before, userId), membershipOf(after, userId)];
      if (is) this.add(userId, roomId);
      else this.remove(userId, roomId);
      return is && is.user.guest !== was?.user.guest ? [{ userId, guest: is.user.guest, roomId }] : [];
    });
  }

  /** `state` is all there is to know of the room. */
  refold(roomId: string, state: RoomState): void {
    for (const userId of [...this.rooms.keys()]) if (!state.members.has(userId)) this.remove(userId, roomId);
    for (const userId of state.members.keys()) this.add(userId, roomId);
  }

  private add(userId: string, roomId: string): void {
    const rooms = this.rooms.get(userId);
    if (rooms) rooms.add(roomId);
    else this.rooms.set(userId, new Set([roomId]));
  }

  private remove(userId: string, roomId: string): void {
    const rooms = this.rooms.get(userId);
    if (rooms?.delete(roomId) && rooms.size === 0) this.rooms.delete(userId);
  }
}
