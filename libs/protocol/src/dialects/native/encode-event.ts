import { formatOffset, type Actor, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { encodeEvent as encodeTalk, person } from '../rooms/encode-event.js';

type Fields = Record<string, unknown>;

/** What this language says of an event: of what is said in a room as the rooms dialect, and besides who may be there. */
export function encodeEvent(recorded: RecordedEvent<RoomEvent>, epoch: string): Fields | undefined {
  const said = encodeTalk(recorded, epoch);
  if (said) return said;
  const fields = changeOf(recorded.event);
  return (
    fields && {
      ...fields,
      roomId: recorded.lane.entity,
      timestamp: new Date(recorded.recordedAt).toISOString(),
      offset: formatOffset(epoch, recorded.position),
    }
  );
}

/** Undefined: an event of a later version. */
function changeOf(event: RoomEvent): Fields | undefined {
  const encoder = Object.hasOwn(encoders, event.type) ? encoders[event.type] : undefined;
  return (encoder as ((event: RoomEvent) => Fields) | undefined)?.(event);
}

type Encoders = { readonly [T in RoomEvent['type']]?: (event: Extract<RoomEvent, { type: T }>) => Fields };

const changed = (change: RoomEvent['type'], by: string, fields: Fields = {}): Fields => ({
  type: 'roomChanged',
  change,
  by,
  ...fields,
});

const membership = (user: Fields, isMember: boolean, fields: Fields = {}): Fields => ({
  type: 'membership',
  ...user,
  isMember,
  ...fields,
});

const joined = (user: Actor, kind: string): Fields => membership(person(user), true, { kind });

const encoders: Encoders = {
  RoomOpened: ({ type, owner, name, settings }) => changed(type, owner.id, { name, settings }),
  RoomRenamed: ({ type, by, name }) => changed(type, by, { name }),
  SettingsChanged: ({ type, by, settings }) => changed(type, by, { settings }),
  UserInvited: ({ type, by, userId }) => changed(type, by, { userId }),
  RoleChanged: ({ type, by, userId, role }) => changed(type, by, { userId, role }),
  OwnershipTransferred: ({ type, by, to }) => changed(type, by, { userId: to }),
  UserMuted: ({ type, by, userId, until }) => changed(type, by, { userId, until }),
  UserRemoved: ({ type, by, userId }) => changed(type, by, { userId }),
  UserBanned: ({ type, by, userId }) => changed(type, by, { userId }),
  UserUnbanned: ({ type, by, userId }) => changed(type, by, { userId }),
  RoomArchived: ({ type, by }) => changed(type, by),
  MemberJoined: ({ user, kind }) => joined(user, kind),
  MemberLeft: ({ userId }) => membership({ userId }, false),
};
