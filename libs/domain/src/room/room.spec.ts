import {
  archived,
  banned,
  bob,
  eve,
  guest,
  gus,
  handedOver,
  invited,
  joined,
  left,
  moe,
  muted,
  olga,
  opened,
  promoted,
  recorded,
  removed,
  resettled,
  roomAfter,
  settings,
  unbanned,
  verified,
} from '../testing/given-room.js';
import type { RoomEvent } from './events.js';
import { absentRoom, isMuted, isOpen, membershipOf } from './room-state.js';
import { evolveRoom } from './room.js';

/** The second event comes too late: it leaves the room as the first ones made it. */
const late = (event: RoomEvent) => ({
  changesNothingAfter: (...events: readonly RoomEvent[]) =>
    expect(roomAfter(...events, event)).toEqual(roomAfter(...events)),
});

describe('an opened room', () => {
  it('has its owner as a lasting member', () =>
    expect(roomAfter(opened())).toEqual({
      ...absentRoom,
      status: 'open',
      name: 'Lobby',
      ownerId: olga.id,
      settings,
      members: new Map([[olga.id, { user: olga, kind: 'member', role: 'owner', joinedAt: 1 }]]),
    }));
  it('is open, until it is archived', () => {
    expect(isOpen(absentRoom)).toBe(false);
    expect(isOpen(roomAfter(opened()))).toBe(true);
    expect(isOpen(roomAfter(opened(), archived))).toBe(false);
  });
  it('stays with its first owner: of two openings the first counts', () =>
    late({ ...opened(), owner: bob }).changesNothingAfter(opened()));
  it('has at least the place of its owner', () =>
    expect(roomAfter(opened({ maxMembers: 0 })).settings.maxMembers).toBe(1));
});

describe('what is folded', () => {
  it('a new name, and nothing else', () =>
    expect(roomAfter(opened(), { type: 'RoomRenamed', name: 'Attic', by: olga.id })).toEqual({
      ...roomAfter(opened()),
      name: 'Attic',
    }));
  it('new settings, and nothing else', () =>
    expect(roomAfter(opened(), resettled({ isPublic: false }))).toEqual({
      ...roomAfter(opened()),
      settings: { ...settings, isPublic: false },
    }));
  it('a visitor', () =>
    expect(membershipOf(roomAfter(opened(), joined(bob, 'visitor')), bob.id)).toEqual({
      user: bob,
      kind: 'visitor',
      role: 'member',
      joinedAt: 2,
    }));
  it('a visitor who became a member keeps when it began', () =>
    expect(membershipOf(roomAfter(opened(), joined(bob, 'visitor'), joined(bob)), bob.id)).toEqual({
      user: bob,
      kind: 'member',
      role: 'member',
      joinedAt: 2,
    }));
  it('a guest who turned out to be verified', () =>
    expect(membershipOf(roomAfter(opened(), joined(guest(bob.id), 'visitor'), joined(bob, 'visitor')), bob.id)).toEqual(
      { user: bob, kind: 'visitor', role: 'member', joinedAt: 2 },
    ));
  it('a verified owner where a guest of that id had opened the room', () =>
    expect(membershipOf(roomAfter({ ...opened(), owner: guest('olga') }, joined(olga, 'visitor')), olga.id)).toEqual({
      user: olga,
      kind: 'member',
      role: 'owner',
      joinedAt: 1,
    }));
  it('a role makes a visitor a lasting member', () =>
    expect(membershipOf(roomAfter(opened(), joined(moe, 'visitor'), promoted(moe)), moe.id)).toMatchObject({
      kind: 'member',
      role: 'moderator',
    }));
  it('a transfer: one owner, and the former one a plain member', () => {
    const room = roomAfter(opened(), joined(bob, 'visitor'), handedOver(bob));
    expect(room.ownerId).toBe(bob.id);
    expect(membershipOf(room, bob.id)).toMatchObject({ role: 'owner', kind: 'member' });
    expect(membershipOf(room, olga.id)).toMatchObject({ role: 'member', kind: 'member' });
  });
  it('a transfer ends the mute of the new owner, which nobody else could', () =>
    expect(roomAfter(opened(), joined(bob), muted(bob), handedOver(bob)).mutes.size).toBe(0));
  it('a mute, up to its end', () => {
    const room = roomAfter(opened(), joined(bob), muted(bob, 50_000));
    expect(isMuted(room, bob.id, 49_999)).toBe(true);
    expect(isMuted(room, bob.id, 50_000)).toBe(false);
    expect(isMuted(room, eve.id, 0)).toBe(false);
  });
  it.each([1, 4000])('a mute that ends when it is recorded, or before, ends the earlier one', (until) =>
    expect(roomAfter(opened(), joined(bob), muted(bob), muted(bob, until)).mutes.size).toBe(0),
  );
  it('a removal takes the person and the invitation', () => {
    const room = roomAfter(opened(), invited(bob), joined(bob), removed(bob));
    expect(membershipOf(room, bob.id)).toBeUndefined();
    expect(room.invited.size).toBe(0);
  });
  it('a ban takes the person out, and stays', () => {
    const room = roomAfter(opened(), joined(bob), banned(bob));
    expect(membershipOf(room, bob.id)).toBeUndefined();
    expect(room.banned).toEqual(new Set([bob.id]));
  });
  it('an unban does not bring the person back', () => {
    const room = roomAfter(opened(), joined(bob), banned(bob), unbanned(bob));
    expect(membershipOf(room, bob.id)).toBeUndefined();
    expect(room.banned.size).toBe(0);
  });
  it('archiving keeps who was in', () => expect(roomAfter(opened(), joined(bob), archived).members.size).toBe(2));
});

describe('what lost a race folds to nothing:', () => {
  it('a join behind a ban', () => late(joined(bob)).changesNothingAfter(opened(), banned(bob)));
  it('a join behind a limit that was lowered', () =>
    late(joined(bob)).changesNothingAfter(opened(), joined(eve), resettled({ maxMembers: 2 })));
  it('a join behind the room becoming private', () =>
    late(joined(bob)).changesNothingAfter(opened(), resettled({ isPublic: false })));
  it('a join behind archiving', () => late(joined(bob)).changesNothingAfter(opened(), archived));
  it('a join before the room was opened', () => late(joined(bob)).changesNothingAfter());
  it('a visit by a member', () => late(joined(bob, 'visitor')).changesNothingAfter(opened(), joined(bob)));
  it('a visit by the owner', () => late(joined(olga, 'visitor')).changesNothingAfter(opened()));
  it('a join by a guest', () => late(joined(gus)).changesNothingAfter(opened()));
  it("a visit by a guest under a member's id", () =>
    late(joined(guest(bob.id), 'visitor')).changesNothingAfter(opened(), joined(bob)));
  it('a leave of who became the owner', () =>
    late(left(bob)).changesNothingAfter(opened(), joined(bob), handedOver(bob)));
  it('a leave of who is out', () => late(left(bob)).changesNothingAfter(opened()));
  it('a leave behind archiving', () => late(left(bob)).changesNothingAfter(opened(), joined(bob), archived));
  it('a transfer to who has left', () => late(handedOver(bob)).changesNothingAfter(opened(), joined(bob), left(bob)));
  it('a transfer to who came back as a guest', () =>
    late(handedOver(gus)).changesNothingAfter(opened(), joined(gus, 'visitor')));
  it('a transfer to the owner', () => late(handedOver(olga)).changesNothingAfter(opened()));
  it('a role of who has left', () => late(promoted(bob)).changesNothingAfter(opened(), joined(bob), left(bob)));
  it('a role of a guest', () => late(promoted(gus)).changesNothingAfter(opened(), joined(gus, 'visitor')));
  it('a role of the owner', () => late(promoted(olga)).changesNothingAfter(opened()));
  it('a ban of the owner', () => late(banned(olga)).changesNothingAfter(opened()));
  it('a removal of the owner', () => late(removed(olga)).changesNothingAfter(opened()));
  it('a mute of the owner', () => late(muted(olga)).changesNothingAfter(opened()));
  it('an invitation of the banned', () => late(invited(bob)).changesNothingAfter(opened(), banned(bob)));
  it('a limit below the head count stops at the head count', () =>
    expect(roomAfter(opened(), joined(bob), resettled({ maxMembers: 1, isPublic: false })).settings).toEqual({
      ...settings,
      isPublic: false,
      maxMembers: 2,
    }));
});

describe('what is of a later version folds to nothing:', () => {
  it.each(['RoomPainted', 'constructor', '__proto__', 'toString', ''])('an event of the type %j', (type) => {
    const room = roomAfter(opened());
    expect(evolveRoom(room, { ...recorded(opened(), 2), event: { type } as RoomEvent })).toBe(room);
  });
});

describe('what is said', () => {
  it.each<RoomEvent>([
    { type: 'MessagePosted', by: olga, content: 'hi', messageType: 'text' },
    { type: 'MessageEdited', message: 2, content: 'ho', by: olga },
    { type: 'MessageDeleted', message: 2, by: olga },
    { type: 'ReactionAdded', message: 2, emoji: '👍', by: olga },
    { type: 'ReactionRemoved', message: 2, emoji: '👍', by: olga },
  ])('does not change the room: $type', (event) => {
    const room = roomAfter(opened());
    expect(evolveRoom(room, recorded(event, 3))).toBe(room);
  });
});

it('an event never changes the state it is folded into', () => {
  const before = roomAfter(opened(), invited(eve), joined(bob), joined(eve), muted(eve), banned(verified('zoe')));
  const seen = () => structuredClone({ ...before, members: new Map(before.members), mutes: new Map(before.mutes) });
  const copy = seen();
  for (const event of [
    joined(moe),
    left(bob),
    banned(bob),
    removed(eve),
    unbanned(verified('zoe')),
    muted(bob),
    muted(eve, 0),
    promoted(bob),
    handedOver(bob),
    invited(moe),
  ]) {
    evolveRoom(before, recorded(event, 9));
  }
  expect(seen()).toEqual(copy);
});
