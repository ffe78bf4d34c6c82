import { membershipOf, type RoomEvent, type RoomState } from '@noroshi/domain';
import { membersTouchedBy } from './members-touched.js';

/** Which ids belong to verified users with a lasting membership somewhere: no guest may go by one of them. */
export class VerifiedMembers {
  private readonly rooms = new Map<string, Set<string>>();

  has(userId: string): boolean {
    return this.rooms.has(userId);
  }

  /** `state` is the room after the event. */
  follow(roomId: string, event: RoomEvent, state: RoomState): void {
    for (const userId of membersTouchedBy(event)) {
      const membership = membershipOf(state, userId);
      if (membership?.kind === 'member' && !membership.user.guest) this.add(userId, roomId);
      else this.remove(userId, roomId);
    }
  }

  /** `state` is all there is to know of the room. */
  refold(roomId: string, state: RoomState): void {
    for (const userId of [...this.rooms.keys()]) this.remove(userId, roomId);
    for (const { user, kind } of state.members.values()) {
      if (kind === 'member' && !user.guest) this.add(user.id, roomId);
    }
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
