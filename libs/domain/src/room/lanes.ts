import type { Lane } from '@noroshi/event-sourcing';
import { roomLane, type RoomEvent, type RoomLaneName } from './events.js';

const lanes: Readonly<Record<RoomEvent['type'], RoomLaneName>> = {
  RoomOpened: 'control',
  RoomRenamed: 'control',
  SettingsChanged: 'control',
  UserInvited: 'control',
  RoleChanged: 'control',
  OwnershipTransferred: 'control',
  UserMuted: 'control',
  UserRemoved: 'control',
  UserBanned: 'control',
  UserUnbanned: 'control',
  RoomArchived: 'control',
  MemberJoined: 'members',
  MemberLeft: 'members',
  MessagePosted: 'talk',
  MessageEdited: 'talk',
  MessageDeleted: 'talk',
  ReactionAdded: 'talk',
  ReactionRemoved: 'talk',
};

/** Of every event of a room that there is. */
export const roomEventTypes = Object.keys(lanes) as readonly RoomEvent['type'][];

export const laneOf = (event: RoomEvent): RoomLaneName => lanes[event.type];

/**
 * Where `handleCommand` stores a room's events, and behind which guard.
 *
 * Control and members events are guarded by their own lane. Talk is fenced by the control lane: nothing is said after a
 * ban, mute, removal or archiving that its author's gateway had not seen.
 */
export const placeRoomEvent =
  (roomId: string) =>
  (event: RoomEvent): { readonly lane: Lane; readonly guardedBy: Lane } => {
    const name = laneOf(event);
    return { lane: roomLane(roomId, name), guardedBy: roomLane(roomId, name === 'talk' ? 'control' : name) };
  };
