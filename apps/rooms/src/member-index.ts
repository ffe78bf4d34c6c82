import { membershipOf, type RoomEvent, type RoomState } from '@noroshi/domain';
import { membersTouchedBy } from './members-touched.js';
import { RoomsOfUsers } from './rooms-of-users.js';

/** Somebody is a member of a room who was none, or a verified user who was only a guest of that id, or the other way round. */
export interface MembershipGained {
  readonly userId: string;
  readonly guest: boolean;
  readonly roomId: string;
}

/** Which rooms somebody is in, by the id alone: a guest and a verified user of one id are told apart by the room. */
export class MemberIndex {
  private readonly rooms = new RoomsOfUsers();

  of(userId: string): ReadonlySet<string> {
    return this.rooms.of(userId);
  }

  /** To be called with every event, and the room before and after it. */
  follow(
    roomId: string,
    event: RoomEvent,
    { before, after }: { readonly before: RoomState; readonly after: RoomState },
  ): readonly MembershipGained[] {
    return membersTouchedBy(event).flatMap((userId) => {
      const [was, is] = [membershipOf(before, userId), membershipOf(after, userId)];
      if (is) this.rooms.add(userId, roomId);
      else this.rooms.remove(userId, roomId);
      return is && is.user.guest !== was?.user.guest ? [{ userId, guest: is.user.guest, roomId }] : [];
    });
  }

  /** `state` is all there is to know of the room. */
  refold(roomId: string, state: RoomState): void {
    this.rooms.replace(roomId, new Set(state.members.keys()));
  }
}
