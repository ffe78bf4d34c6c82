import {
  archived,
  banned,
  bob,
  guest,
  gus,
  joined,
  left,
  opened,
  removed,
  resettled,
  roomAfter,
  unbanned,
} from '../testing/given-room.js';
import type { RoomEvent } from './events.js';
import { listeningRefusal } from './listening.js';

const refusalOf = (user: typeof bob | undefined, ...events: readonly RoomEvent[]) =>
  listeningRefusal(roomAfter(...events), user);

const hidden = { isPublic: false };

describe('listening to a room', () => {
  it('that is public needs no membership', () => {
    expect([bob, gus, undefined].map((user) => refusalOf(user, opened()))).toEqual([undefined, undefined, undefined]);
  });

  it('that is private needs one', () => {
    expect(refusalOf(bob, opened(), joined(bob), resettled(hidden))).toBeUndefined();
    expect([bob, gus, undefined].map((user) => refusalOf(user, opened(hidden)))).toEqual([
      'room_not_found',
      'room_not_found',
      'room_not_found',
    ]);
  });

  it('that is private is not for a guest under a member’s id', () =>
    expect(refusalOf(guest('bob'), opened(), joined(bob), resettled(hidden))).toBe('room_not_found'));

  it('ends with the membership where that was needed', () => {
    expect(refusalOf(bob, opened(), joined(bob), resettled(hidden), left(bob))).toBe('room_not_found');
    expect(refusalOf(bob, opened(), joined(bob), left(bob))).toBeUndefined();
  });

  it('is open to the removed, for whom a public room is what it is for everybody', () =>
    expect(refusalOf(bob, opened(), joined(bob), removed(bob))).toBeUndefined());

  it('is refused to the banned, and open to the unbanned', () => {
    expect(refusalOf(bob, opened(), banned(bob))).toBe('banned');
    expect(refusalOf(bob, opened(), banned(bob), unbanned(bob))).toBeUndefined();
  });

  it('is refused where there is no room', () => expect(refusalOf(bob)).toBe('room_not_found'));

  it('is refused once archived, to strangers as if there had never been one', () => {
    expect(refusalOf(bob, opened(), archived)).toBe('room_archived');
    expect(refusalOf(bob, opened(hidden), archived)).toBe('room_not_found');
  });
});
