import { shortIdOf, type Actor } from '@noroshi/domain';
import { People } from './people.js';
import { ShortIds } from './short-ids.js';

const settings = { isPublic: true, maxMembers: 1, allowFileSharing: true };
const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const opened = { type: 'RoomOpened', owner: ann, name: 'x', settings } as const;

describe('short ids', () => {
  it('lead to the room, and keep another one from being mistaken for it', () => {
    const ids = new ShortIds();
    ids.follow('lobby', opened);
    expect(ids.room(shortIdOf('lobby'))).toBe('lobby');
    expect([ids.isTaken('lobby'), ids.isTaken('attic'), ids.isTaken(shortIdOf('lobby'))]).toEqual([false, false, true]);
    expect(ids.room(shortIdOf('attic'))).toBeUndefined();
  });

  it('of a room that has one for its id are that', () => {
    const ids = new ShortIds();
    const roomId = shortIdOf('lobby');
    ids.follow(roomId, opened);
    expect(ids.room(roomId)).toBe(roomId);
    expect(ids.isTaken('lobby')).toBe(true);
    ids.follow('lobby', opened);
    expect(ids.room(roomId)).toBe(roomId);
  });
});

describe('people', () => {
  it('are known by id and short id, also those who came after the first question', () => {
    const people = new People();
    people.followRoom(opened);
    expect(people.find(shortIdOf('ann'))).toBe(ann);
    expect(people.find('bob')).toBeUndefined();
    const bob: Actor = { id: 'bob', name: 'Bob', guest: false };
    const connection = { connectionId: 'c', user: bob, userAgent: '', address: '', connectedAt: 0 };
    people.followSession({ type: 'SessionOpened', run: { gateway: 'g', epoch: 1 }, change: 2, connection });
    expect(people.find(shortIdOf('bob'))).toEqual(bob);
    expect([people.idOf(shortIdOf('bob')), people.idOf('unknown')]).toEqual(['bob', 'unknown']);
  });

  it('are called as they last were, but never as a guest of their id calls itself', () => {
    const people = new People();
    const joined = (user: Actor) => people.followRoom({ type: 'MemberJoined', user, kind: 'visitor' });
    joined(ann);
    joined({ ...ann, name: 'Anna' });
    joined({ ...ann, name: 'Impostor', guest: true });
    expect(people.find('ann')).toEqual({ ...ann, name: 'Anna' });
  });
});
