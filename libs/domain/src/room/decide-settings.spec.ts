import type { RoomSettings } from './events.js';
import {
  archived,
  asks,
  bob,
  given,
  gus,
  joined,
  moe,
  olga,
  opened,
  promoted,
  resettled,
  settings,
} from '../testing/given-room.js';
import { roomDecider } from './decide.js';
import { absentRoom } from './room-state.js';
import { defaultRoomName, isRoomName } from './room-values.js';

const open = (changes: Partial<RoomSettings> = {}, name = 'Lobby') =>
  asks(olga, { type: 'OpenRoom', name, settings: { ...settings, ...changes } });
const rename = (name = 'Attic', by = olga) => asks(by, { type: 'RenameRoom', name });
const change = (changes: Partial<RoomSettings>, by = olga) => asks(by, { type: 'ChangeSettings', settings: changes });
const archive = (by = olga) => asks(by, { type: 'ArchiveRoom' });
const guestRoom = { type: 'RoomOpened', owner: gus, name: 'Lobby', settings } as const;

const badNames = ['', ' ', '\t', 'a\nb', 'a\u0000b', 'a\u0085b', '\ud800', 'x'.repeat(129)];
const goodNames = ['x', 'x'.repeat(128), '🔥'.repeat(128), 'Raum 1: 狼煙!', '__proto__'];
const badLimits = [0, -1, 1.5, 100_001, Number.NaN, Number.POSITIVE_INFINITY, '5' as unknown as number];

describe('opening a room', () => {
  it('makes the opener its owner', () => given().when(open()).then(opened()));
  it('is refused where there is a room', () => given(opened()).when(open()).thenRejected('room_exists'));
  it('is refused where there was a room', () => given(opened(), archived).when(open()).thenRejected('room_exists'));
  it.each(badNames)('is refused under the name %j', (name) =>
    given().when(open({}, name)).thenRejected('invalid_name'),
  );
  it.each(goodNames)('takes the name %s', (name) =>
    given()
      .when(open({}, name))
      .then({ ...opened(), name }),
  );
  it.each(badLimits)('is refused for %p members', (maxMembers) =>
    given().when(open({ maxMembers })).thenRejected('invalid_settings'),
  );
  it.each([1, 100_000])('is possible for %d members', (maxMembers) =>
    given().when(open({ maxMembers })).then(opened({ maxMembers })),
  );
  it.each(['isPublic', 'allowFileSharing'])('is refused when %s is neither true nor false', (name) =>
    given()
      .when(open({ [name]: 'yes' }))
      .thenRejected('invalid_settings'),
  );
  it('keeps out of the log what is no setting', () =>
    given()
      .when(open({ admin: true } as Partial<RoomSettings>))
      .then(opened()));
  it('is open to guests where the room is public', () =>
    given()
      .when(asks(gus, { type: 'OpenRoom', name: 'Lobby', settings }))
      .then(guestRoom));
  it('as a private one is refused to guests', () =>
    given()
      .when(asks(gus, { type: 'OpenRoom', name: 'Lobby', settings: { ...settings, isPublic: false } }))
      .thenRejected('forbidden'));
});

describe('the default name of a room', () => {
  it('tells the id', () => expect(defaultRoomName('lobby')).toBe('Room lobby'));
  it('is valid for the longest id', () => expect(isRoomName(defaultRoomName('🔥'.repeat(128)))).toBe(true));
});

describe('renaming a room', () => {
  const renamed = (by: string) => ({ type: 'RoomRenamed', name: 'Attic', by }) as const;
  it('is open to the owner', () => given(opened()).when(rename()).then(renamed(olga.id)));
  it('is open to moderators', () =>
    given(opened(), joined(moe), promoted(moe)).when(rename('Attic', moe)).then(renamed(moe.id)));
  it('is refused to plain members', () =>
    given(opened(), joined(bob)).when(rename('Attic', bob)).thenRejected('forbidden'));
  it('is refused to who is not in', () => given(opened()).when(rename('Attic', bob)).thenRejected('not_a_member'));
  it('to the same name changes nothing', () => given(opened()).when(rename('Lobby')).thenNothing());
  it.each(badNames)('to %j is refused', (name) => given(opened()).when(rename(name)).thenRejected('invalid_name'));
  it('is refused once archived', () => given(opened(), archived).when(rename()).thenRejected('room_archived'));
});

describe('changing settings', () => {
  it('is open to the owner, and keeps the others', () =>
    given(opened({ maxMembers: 7 }))
      .when(change({ isPublic: false }))
      .then(resettled({ isPublic: false, maxMembers: 7 })));
  it.each([{ isPublic: false }, { maxMembers: 9 }, { allowFileSharing: false }])('takes %j', (changes) =>
    given(opened()).when(change(changes)).then(resettled(changes)),
  );
  it('is open to moderators', () =>
    given(opened(), joined(moe), promoted(moe))
      .when(change({ maxMembers: 5 }, moe))
      .then({ ...resettled({ maxMembers: 5 }), by: moe.id }));
  it('is refused to plain members', () =>
    given(opened(), joined(bob))
      .when(change({ maxMembers: 5 }, bob))
      .thenRejected('forbidden'));
  it('is refused to who is not in', () =>
    given(opened())
      .when(change({ maxMembers: 5 }, bob))
      .thenRejected('not_a_member'));
  it('to what they are changes nothing', () => given(opened()).when(change(settings)).thenNothing());
  it('to nothing at all changes nothing', () => given(opened()).when(change({})).thenNothing());
  it.each(badLimits)('to %p members is refused', (maxMembers) =>
    given(opened()).when(change({ maxMembers })).thenRejected('invalid_settings'),
  );
  it('below the head count is refused', () =>
    given(opened(), joined(bob), joined(moe, 'visitor'))
      .when(change({ maxMembers: 2 }))
      .thenRejected('invalid_settings'));
  it('down to the head count is possible', () =>
    given(opened(), joined(bob))
      .when(change({ maxMembers: 2 }))
      .then(resettled({ maxMembers: 2 })));
  it('to private is refused to a guest who owns the room', () =>
    given(guestRoom)
      .when(change({ isPublic: false }, gus))
      .thenRejected('forbidden'));
  it('of a public room is open to a guest who owns it', () =>
    given(guestRoom)
      .when(change({ maxMembers: 5 }, gus))
      .then({ ...resettled({ maxMembers: 5 }), by: gus.id }));
});

describe('archiving a room', () => {
  it('is open to the owner', () => given(opened()).when(archive()).then(archived));
  it('is refused to moderators', () =>
    given(opened(), joined(moe), promoted(moe)).when(archive(moe)).thenRejected('forbidden'));
  it('is refused to who is not in', () => given(opened()).when(archive(bob)).thenRejected('not_a_member'));
  it('is final: archiving again is refused', () =>
    given(opened(), archived).when(archive()).thenRejected('room_archived'));
  it('needs a room', () => given().when(archive()).thenRejected('room_not_found'));
});

it('a room starts absent', () => expect(roomDecider.initialState).toBe(absentRoom));
