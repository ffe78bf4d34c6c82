import { membershipOf, type Membership, type RoomEvent, type RoomState } from '@noroshi/domain';
import { membersTouchedBy } from './members-touched.js';
import { RoomsOfUsers } from './rooms-of-users.js';

/** Which ids belong to verified users with a lasting membership somewhere: no guest may go by one of them. */
export class VerifiedMembers {
  private readonly rooms = new RoomsOfUsers();

  has(userId: string): boolean {
    return this.rooms.of(userId).size > 0;
  }

  /** `state` is the room after the event. */
  follow(roomId: string, event: RoomEvent, state: RoomState): void {
    for (const userId of membersTouchedBy(event)) {
      const membership = membershipOf(state, userId);
      if (membership && isLasting(membership)) this.rooms.add(userId, roomId);
      else this.rooms.remove(userId, roomId);
    }
  }

  /** `state` is all there is to know of the room. */
  refold(roomId: string, state: RoomState): void {
    const lasting = [...state.members.values()].filter(isLasting);
    this.rooms.replace(roomId, new Set(lasting.map(({ user }) => user.id)));
  }
}

const isLasting = ({ kind, user }: Membership): boolean => kind === 'member' && !user.guest;
