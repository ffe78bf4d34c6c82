import {
  archived,
  asks,
  banned,
  bob,
  eve,
  given,
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
  removed,
  resettled,
  roomAfter,
  unbanned,
  verified,
} from '../testing/given-room.js';
import { membershipOf, standingOf } from './room-state.js';

const join = (user = bob) => asks(user, { type: 'JoinRoom', kind: 'member' });
const visit = (user = bob) => asks(user, { type: 'JoinRoom', kind: 'visitor' });
const leave = (user = bob) => asks(user, { type: 'LeaveRoom' });
const endVisit = (user = bob) => asks(user, { type: 'EndVisit' });
const invite = (by = olga, userId = bob.id) => asks(by, { type: 'InviteUser', userId });

describe('joining a room', () => {
  it('makes a member', () => given(opened()).when(join()).then(joined(bob)));
  it('makes a visitor of who only visits', () => given(opened()).when(visit()).then(joined(bob, 'visitor')));
  it('is refused where there is no room', () => given().when(join()).thenRejected('room_not_found'));
  it('is refused once archived', () => given(opened(), archived).when(join()).thenRejected('room_archived'));
  it('is refused to the banned', () => given(opened(), banned(bob)).when(join()).thenRejected('banned'));
  it('is refused to the banned although invited', () =>
    given(opened(), banned(bob), invited(bob)).when(join()).thenRejected('banned'));
  it('is open to the unbanned', () => given(opened(), banned(bob), unbanned(bob)).when(join()).then(joined(bob)));
  it('is refused when the room is full', () =>
    given(opened({ maxMembers: 2 }), joined(eve))
      .when(join())
      .thenRejected('room_full'));
  it('fills the last place', () =>
    given(opened({ maxMembers: 2 }))
      .when(join())
      .then(joined(bob)));
  it('counts visitors as heads', () =>
    given(opened({ maxMembers: 2 }), joined(eve, 'visitor'))
      .when(visit())
      .thenRejected('room_full'));
  it('takes the place of somebody who left', () =>
    given(opened({ maxMembers: 2 }), joined(eve), left(eve))
      .when(join())
      .then(joined(bob)));
  it('of a private room is refused', () =>
    given(opened({ isPublic: false }))
      .when(join())
      .thenRejected('room_private'));
  it('of a private room is open to the invited', () =>
    given(opened({ isPublic: false }), invited(bob))
      .when(join())
      .then(joined(bob)));
  it('of a private room is open again to the invited who left', () =>
    given(opened({ isPublic: false }), invited(bob), joined(bob), left(bob))
      .when(join())
      .then(joined(bob)));
  it('of a private room is refused to the invited who were removed', () =>
    given(opened({ isPublic: false }), invited(bob), joined(bob), removed(bob))
      .when(join())
      .thenRejected('room_private'));
  it('of a private room is refused to the invited who were banned and unbanned', () =>
    given(opened({ isPublic: false }), invited(bob), banned(bob), unbanned(bob))
      .when(join())
      .thenRejected('room_private'));
  it('changes nothing for a member', () => given(opened(), joined(bob)).when(join()).thenNothing());
  it('changes nothing for a visitor who visits', () =>
    given(opened(), joined(bob, 'visitor')).when(visit()).thenNothing());
  it('does not make a member a visitor', () => given(opened(), joined(bob)).when(visit()).thenNothing());
  it('changes nothing for the owner', () => given(opened()).when(visit(olga)).thenNothing());
  it('makes a visitor a member', () => given(opened(), joined(bob, 'visitor')).when(join()).then(joined(bob)));
  it('makes a visitor a member of a full room that has become private', () =>
    given(opened(), joined(bob, 'visitor'), resettled({ isPublic: false, maxMembers: 2 }))
      .when(join())
      .then(joined(bob)));
});

describe('a guest', () => {
  it('visits a public room', () => given(opened()).when(visit(gus)).then(joined(gus, 'visitor')));
  it('can not become a member', () => given(opened()).when(join(gus)).thenRejected('forbidden'));
  it('can not become a member by visiting first', () =>
    given(opened(), joined(gus, 'visitor')).when(join(gus)).thenRejected('forbidden'));
  it('can not visit a private room, invited or not', () =>
    given(opened({ isPublic: false }), invited(gus))
      .when(visit(gus))
      .thenRejected('room_private'));
  it('can not visit a full room', () =>
    given(opened({ maxMembers: 1 }))
      .when(visit(gus))
      .thenRejected('room_full'));
  it('who is banned can not visit', () => given(opened(), banned(gus)).when(visit(gus)).thenRejected('banned'));
  it('who visits already changes nothing', () =>
    given(opened(), joined(gus, 'visitor')).when(visit(gus)).thenNothing());
  it("can not come under a verified member's id", () =>
    given(opened(), joined(bob))
      .when(visit(guest(bob.id)))
      .thenRejected('forbidden'));
  it("has no standing by a verified member's id", () => {
    const room = roomAfter(opened(), joined(bob));
    expect(standingOf(room, guest(bob.id))).toBeUndefined();
    expect(standingOf(room, bob)?.user).toEqual(bob);
  });
  it("can not end a verified member's membership", () =>
    given(opened(), joined(bob))
      .when(leave(guest(bob.id)))
      .thenRejected('not_a_member'));
  it('gives way to a verified user of the same id', () =>
    given(opened(), joined(gus, 'visitor'))
      .when(visit(verified(gus.id)))
      .then(joined(verified(gus.id), 'visitor')));
  it('gives way in a full room too', () =>
    given(opened({ maxMembers: 2 }), joined(gus, 'visitor'))
      .when(visit(verified(gus.id)))
      .then(joined(verified(gus.id), 'visitor')));
  it('is no way into a private room for a verified user of the same id', () =>
    given(opened(), joined(gus, 'visitor'), resettled({ isPublic: false }))
      .when(visit(verified(gus.id)))
      .thenRejected('room_private'));
});

describe('the end of a visit', () => {
  it('is told from leaving', () =>
    given(opened(), joined(bob, 'visitor'))
      .when(endVisit())
      .then({ type: 'MemberLeft', userId: bob.id, visitEnded: true }));
  it('is none for who has become a lasting member', () => given(opened(), joined(bob)).when(endVisit()).thenNothing());
  it('is none for the owner', () => given(opened()).when(endVisit(olga)).thenNothing());
});

describe('leaving a room', () => {
  it('ends a membership', () => given(opened(), joined(bob)).when(leave()).then(left(bob)));
  it('ends a visit', () => given(opened(), joined(bob, 'visitor')).when(leave()).then(left(bob)));
  it('is refused to the owner, who has to hand over first', () =>
    given(opened()).when(leave(olga)).thenRejected('owner_must_hand_over'));
  it('is open to the owner who has handed over', () =>
    given(opened(), joined(bob), handedOver(bob)).when(leave(olga)).then(left(olga)));
  it('is refused to who is not in', () => given(opened()).when(leave()).thenRejected('not_a_member'));
  it('ends the role: who comes back is a plain member', () => {
    const room = roomAfter(opened(), joined(moe), promoted(moe), left(moe), joined(moe));
    expect(membershipOf(room, moe.id)).toEqual({ user: moe, kind: 'member', role: 'member', joinedAt: 5 });
  });
  it('does not end a mute', () =>
    given(opened(), joined(bob), muted(bob), left(bob), joined(bob))
      .when(asks(bob, { type: 'PostMessage', content: 'hi', messageType: 'text' }))
      .thenRejected('muted'));
});

describe('inviting somebody', () => {
  it('is open to any member of a public room', () =>
    given(opened(), joined(eve)).when(invite(eve)).then({ type: 'UserInvited', userId: bob.id, by: eve.id }));
  it('into a private room is open to the owner', () =>
    given(opened({ isPublic: false }))
      .when(invite())
      .then({ type: 'UserInvited', userId: bob.id, by: olga.id }));
  it('into a private room is open to moderators', () =>
    given(opened({ isPublic: false }), invited(moe), joined(moe), promoted(moe))
      .when(invite(moe))
      .then({ type: 'UserInvited', userId: bob.id, by: moe.id }));
  it('into a private room is refused to plain members', () =>
    given(opened({ isPublic: false }), invited(eve), joined(eve))
      .when(invite(eve))
      .thenRejected('forbidden'));
  it('is refused to who is not in', () => given(opened()).when(invite(eve)).thenRejected('not_a_member'));
  it('changes nothing for the invited', () => given(opened(), invited(bob)).when(invite()).thenNothing());
  it('changes nothing for members', () => given(opened(), joined(bob)).when(invite()).thenNothing());
  it('of the banned is refused', () => given(opened(), banned(bob)).when(invite()).thenRejected('banned'));
  it.each(['', 'a\u0000b', 'x'.repeat(129), '\ud800'])('of %j, which is no user id, is refused', (userId) =>
    given(opened()).when(invite(olga, userId)).thenRejected('user_not_found'),
  );
});

describe('ids that are names of object members', () => {
  it.each(['__proto__', 'constructor', 'toString'])('%s is a user like any other', (id) => {
    const user = verified(id);
    given(opened()).when(join(user)).then(joined(user));
    given(opened()).when(leave(user)).thenRejected('not_a_member');
    given(opened(), joined(user)).when(leave(user)).then(left(user));
    given(opened(), banned(user)).when(join(user)).thenRejected('banned');
  });
});
