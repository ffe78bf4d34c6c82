import type { Actor } from '../actor.js';
import {
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
  mia,
  moe,
  muted,
  now,
  olga,
  opened,
  promoted,
  removed,
  unbanned,
  verified,
} from '../testing/given-room.js';

const staffed = [opened(), joined(moe), promoted(moe), joined(mia), promoted(mia), joined(bob)];
const by = (actor: Actor) => ({ by: actor.id });

const role = (target: Actor, wished: 'moderator' | 'member' = 'moderator', actor = olga) =>
  asks(actor, { type: 'ChangeRole', userId: target.id, role: wished });
const transfer = (target: Actor, actor = olga) => asks(actor, { type: 'TransferOwnership', to: target.id });
const mute = (target: Actor, actor = olga, until = now + 1) =>
  asks(actor, { type: 'MuteUser', userId: target.id, until });
const remove = (target: Actor, actor = olga) => asks(actor, { type: 'RemoveUser', userId: target.id });
const ban = (target: Actor, actor = olga) => asks(actor, { type: 'BanUser', userId: target.id });
const unban = (target: Actor, actor = olga) => asks(actor, { type: 'UnbanUser', userId: target.id });

describe.each([
  { name: 'muting', wish: mute, event: muted },
  { name: 'removing', wish: remove, event: removed },
  { name: 'banning', wish: ban, event: banned },
])('$name', ({ wish, event }) => {
  it('is open to the owner', () =>
    given(...staffed)
      .when(wish(bob))
      .then(event(bob)));
  it('is open to moderators', () =>
    given(...staffed)
      .when(wish(bob, moe))
      .then({ ...event(bob), ...by(moe) }));
  it('is refused to plain members', () =>
    given(...staffed, joined(eve))
      .when(wish(eve, bob))
      .thenRejected('forbidden'));
  it('is refused to who is not in', () =>
    given(...staffed)
      .when(wish(bob, eve))
      .thenRejected('not_a_member'));
  it('never reaches the owner', () =>
    given(...staffed)
      .when(wish(olga, moe))
      .thenRejected('forbidden'));
  it('never reaches the owner by the owner', () =>
    given(...staffed)
      .when(wish(olga))
      .thenRejected('forbidden'));
  it('reaches moderators by the owner', () =>
    given(...staffed)
      .when(wish(moe))
      .then(event(moe)));
  it('does not reach moderators by moderators', () =>
    given(...staffed)
      .when(wish(mia, moe))
      .thenRejected('forbidden'));
  it('reaches a former owner by the new one', () =>
    given(...staffed, handedOver(moe))
      .when(wish(olga, moe))
      .then({ ...event(olga), ...by(moe) }));
  it("is refused to a guest under a moderator's id", () =>
    given(...staffed)
      .when(wish(bob, guest(moe.id)))
      .thenRejected('not_a_member'));
  it('is refused to a moderator who was banned', () =>
    given(...staffed, banned(moe))
      .when(wish(bob, moe))
      .thenRejected('banned'));
});

describe('muting', () => {
  const room = [opened(), joined(bob)];
  it('of who is not in and never was muted is refused', () =>
    given(opened()).when(mute(bob)).thenRejected('user_not_found'));
  it('of who left while muted can be changed', () =>
    given(...room, muted(bob), left(bob))
      .when(mute(bob, olga, now + 9))
      .then(muted(bob, now + 9)));
  it('to the same end changes nothing', () =>
    given(...room, muted(bob))
      .when(mute(bob))
      .thenNothing());
  it('to another end takes its place', () =>
    given(...room, muted(bob))
      .when(mute(bob, olga, now + 2))
      .then(muted(bob, now + 2)));
  it('to an end that has passed ends it', () =>
    given(...room, muted(bob))
      .when(mute(bob, olga, now))
      .then(muted(bob, now)));
  it('to an end that has passed changes nothing for who is not muted', () =>
    given(...room)
      .when(mute(bob, olga, now))
      .thenNothing());
  it('to an end that has passed changes nothing when the mute has ended by itself', () =>
    given(...room, muted(bob, now))
      .when(mute(bob, olga, now - 1))
      .thenNothing());
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, null as unknown as number])('to %p is refused', (until) =>
    given(...room)
      .when(mute(bob, olga, until))
      .thenRejected('invalid_time'),
  );
});

describe('removing', () => {
  it('of who is not in changes nothing', () => given(opened()).when(remove(bob)).thenNothing());
  it('takes back an invitation', () => given(opened(), invited(bob)).when(remove(bob)).then(removed(bob)));
});

describe('banning', () => {
  it('of who is not in keeps them out', () => given(opened()).when(ban(bob)).then(banned(bob)));
  it('of the banned changes nothing', () => given(opened(), banned(bob)).when(ban(bob)).thenNothing());
  it('of what is no user id is refused', () =>
    given(opened())
      .when(ban(verified('')))
      .thenRejected('user_not_found'));
});

describe('unbanning', () => {
  it('is open to the owner', () => given(opened(), banned(bob)).when(unban(bob)).then(unbanned(bob)));
  it('is open to moderators', () =>
    given(...staffed, banned(bob))
      .when(unban(bob, moe))
      .then({ ...unbanned(bob), ...by(moe) }));
  it('is refused to plain members', () =>
    given(...staffed, banned(eve))
      .when(unban(eve, bob))
      .thenRejected('forbidden'));
  it('is refused to who is not in', () =>
    given(...staffed, banned(eve))
      .when(unban(eve, gus))
      .thenRejected('not_a_member'));
  it('of who is not banned changes nothing', () => given(opened()).when(unban(bob)).thenNothing());
});

describe('changing a role', () => {
  const demoted = { type: 'RoleChanged', userId: moe.id, role: 'member', by: olga.id } as const;
  it('makes a moderator', () => given(opened(), joined(bob)).when(role(bob)).then(promoted(bob)));
  it('makes a moderator of a visitor', () =>
    given(opened(), joined(bob, 'visitor')).when(role(bob)).then(promoted(bob)));
  it('makes a plain member again', () =>
    given(...staffed)
      .when(role(moe, 'member'))
      .then(demoted));
  it('is refused to moderators', () =>
    given(...staffed)
      .when(role(bob, 'moderator', moe))
      .thenRejected('forbidden'));
  it('is refused to who is not in', () =>
    given(...staffed)
      .when(role(bob, 'moderator', eve))
      .thenRejected('not_a_member'));
  it('to the same role changes nothing', () =>
    given(...staffed)
      .when(role(moe))
      .thenNothing());
  it('of who is not in is refused', () => given(opened()).when(role(bob)).thenRejected('user_not_found'));
  it('of a guest is refused', () => given(opened(), joined(gus, 'visitor')).when(role(gus)).thenRejected('forbidden'));
  it('of the owner is refused', () => given(opened()).when(role(olga, 'member')).thenRejected('forbidden'));
});

describe('handing over a room', () => {
  it('is open to the owner', () => given(opened(), joined(bob)).when(transfer(bob)).then(handedOver(bob)));
  it('reaches visitors', () => given(opened(), joined(bob, 'visitor')).when(transfer(bob)).then(handedOver(bob)));
  it('is refused to moderators', () =>
    given(...staffed)
      .when(transfer(bob, moe))
      .thenRejected('forbidden'));
  it('is refused to who is not in', () =>
    given(...staffed)
      .when(transfer(bob, eve))
      .thenRejected('not_a_member'));
  it('is refused to the former owner', () =>
    given(...staffed, handedOver(moe))
      .when(transfer(bob))
      .thenRejected('forbidden'));
  it('to who is not in is refused', () => given(opened()).when(transfer(bob)).thenRejected('user_not_found'));
  it('to a guest is refused', () =>
    given(opened(), joined(gus, 'visitor')).when(transfer(gus)).thenRejected('forbidden'));
  it('to the owner changes nothing', () => given(opened()).when(transfer(olga)).thenNothing());
});
