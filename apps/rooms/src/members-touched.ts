import type { RoomEvent } from '@noroshi/domain';

/** Whose membership an event may have made, changed or ended. */
export function membersTouchedBy(event: RoomEvent): readonly string[] {
  switch (event.type) {
    case 'RoomOpened':
      return [event.owner.id];
    case 'MemberJoined':
      return [event.user.id];
    case 'OwnershipTransferred':
      return [event.to];
    case 'MemberLeft':
    case 'RoleChanged':
    case 'UserRemoved':
    case 'UserBanned':
      return [event.userId];
    default:
      return [];
  }
}
