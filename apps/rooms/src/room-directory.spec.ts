import { laneOf, roomLane, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { RoomDirectory, type DirectoryEvent } from './room-directory.js';

const user = (id: string, guest = false) => ({ id, name: id, guest });
const settings = { isPublic: true, maxMembers: 10, allowFileSharing: true };
const opened = (owner: string, more = {}): RoomEvent => ({
  type: 'RoomOpened',
  owner: user(owner),
  name: 'Room',
  settings: { ...settings, ...more },
});

function directoryOf(...events: readonly (readonly [roomId: string, event: RoomEvent])[]) {
  const told: string[] = [];
  const directory = new RoomDirectory((roomId, { type }) => told.push(`${roomId} ${type}`));
  const recorded = events.map(([roomId, event], index) => ({
    event,
    lane: roomLane(roomId, laneOf(event)),
    position: index + 1,
    recordedAt: 0,
  })) as RecordedEvent<DirectoryEvent>[];
  const replay = () => recorded.forEach((each) => directory.apply(each));
  replay();
  return { directory, told, replay };
}

describe('the room directory', () => {
  it('folds each room by itself', () => {
    const { directory } = directoryOf(
      ['a', opened('ann')],
      ['b', opened('bob')],
      ['a', { type: 'MemberJoined', user: user('cid'), kind: 'visitor' }],
    );
    expect([...directory.state('a').members.keys()]).toEqual(['ann', 'cid']);
    expect(directory.state('b').ownerId).toBe('bob');
    expect(directory.room('a').positions).toEqual({ control: 1, members: 3 });
    expect(directory.state('nowhere').status).toBe('absent');
  });

  it('is not changed by a replay', () => {
    const { directory, told, replay } = directoryOf(
      ['a', opened('ann')],
      ['a', { type: 'MemberJoined', user: user('bob'), kind: 'member' }],
      ['a', { type: 'MemberLeft', userId: 'bob' }],
    );
    const before = directory.room('a');
    replay();
    expect(directory.room('a')).toBe(before);
    expect(told).toEqual(['a RoomOpened', 'a MemberJoined', 'a MemberLeft']);
  });

  it('lists public open rooms, most recently active first', () => {
    const { directory } = directoryOf(
      ['a', opened('ann')],
      ['b', opened('ann')],
      ['hidden', opened('ann', { isPublic: false })],
      ['gone', opened('ann')],
      ['gone', { type: 'RoomArchived', by: 'ann' }],
      ['c', opened('ann')],
      ['a', { type: 'MemberJoined', user: user('bob'), kind: 'visitor' }],
    );
    expect(directory.publicRooms(10).map(([roomId]) => roomId)).toEqual(['a', 'c', 'b']);
    expect(directory.publicRooms(1).map(([roomId]) => roomId)).toEqual(['a']);
  });

  it('knows which ids belong to verified lasting members of any room', () => {
    const { directory } = directoryOf(
      ['a', opened('ann')],
      ['a', { type: 'MemberJoined', user: user('visitor'), kind: 'visitor' }],
      ['a', { type: 'MemberJoined', user: user('guest', true), kind: 'visitor' }],
      ['a', { type: 'MemberJoined', user: user('bob'), kind: 'member' }],
      ['b', opened('ann')],
      ['b', { type: 'MemberJoined', user: user('bob'), kind: 'member' }],
      ['a', { type: 'MemberLeft', userId: 'bob' }],
      ['b', { type: 'MemberJoined', user: user('cid'), kind: 'member' }],
      ['b', { type: 'UserBanned', userId: 'cid', by: 'ann' }],
    );
    const ids = ['ann', 'bob', 'cid', 'visitor', 'guest'];
    expect(ids.filter((id) => directory.isVerifiedMember(id))).toEqual(['ann', 'bob']);
  });

  it('knows which rooms somebody is in, member, visitor or guest, also after a rebuild of one', () => {
    const { directory } = directoryOf(
      ['a', opened('ann')],
      ['a', { type: 'MemberJoined', user: user('bob'), kind: 'visitor' }],
      ['b', opened('bob')],
      ['b', { type: 'MemberJoined', user: user('gus', true), kind: 'visitor' }],
      ['c', opened('ann')],
      ['c', { type: 'MemberJoined', user: user('bob'), kind: 'member' }],
      ['c', { type: 'UserRemoved', userId: 'bob', by: 'ann' }],
    );
    const roomsOf = (id: string) => [...directory.roomsOf(id)].sort();
    expect(['ann', 'bob', 'gus', 'zoe'].map(roomsOf)).toEqual([['a', 'c'], ['a', 'b'], ['b'], []]);
    directory.refold('a', [], () => false);
    expect(['ann', 'bob'].map(roomsOf)).toEqual([
      ['a', 'c'],
      ['a', 'b'],
    ]);
    const events = [{ event: opened('zoe'), lane: roomLane('a', 'control'), position: 90, recordedAt: 0 }];
    directory.refold('a', events as RecordedEvent<DirectoryEvent>[], () => false);
    expect(['ann', 'bob', 'zoe'].map(roomsOf)).toEqual([['a', 'c'], ['a', 'b'], []]);
  });

  it('tells who has come to be a member, once, and whether as a guest', () => {
    const told: string[] = [];
    const directory = new RoomDirectory(
      () => undefined,
      ({ userId, guest, roomId }) => told.push(`${userId}${guest ? ' (guest)' : ''} in ${roomId}`),
    );
    const events: RoomEvent[] = [
      opened('ann'),
      { type: 'MemberJoined', user: user('bob', true), kind: 'visitor' },
      { type: 'MemberJoined', user: user('bob'), kind: 'visitor' },
      { type: 'MemberJoined', user: user('bob'), kind: 'member' },
      { type: 'UserBanned', userId: 'eve', by: 'ann' },
      { type: 'MemberJoined', user: user('eve'), kind: 'member' },
      { type: 'RoleChanged', userId: 'bob', role: 'moderator', by: 'ann' },
    ];
    events.forEach((event, index) =>
      directory.apply({
        event: event as DirectoryEvent,
        lane: roomLane('a', laneOf(event)),
        position: index + 1,
        recordedAt: 0,
      }),
    );
    expect(told).toEqual(['ann in a', 'bob (guest) in a', 'bob in a']);
  });

  it('counts a visitor who was raised to moderator as lasting', () => {
    const { directory } = directoryOf(
      ['a', opened('ann')],
      ['a', { type: 'MemberJoined', user: user('bob'), kind: 'visitor' }],
      ['a', { type: 'RoleChanged', userId: 'bob', role: 'moderator', by: 'ann' }],
    );
    expect(directory.isVerifiedMember('bob')).toBe(true);
    expect([...directory.visitors()]).toEqual([]);
  });

  it('lists the visitors of open rooms', () => {
    const { directory } = directoryOf(
      ['a', opened('ann')],
      ['a', { type: 'MemberJoined', user: user('bob'), kind: 'visitor' }],
      ['b', opened('ann')],
      ['b', { type: 'MemberJoined', user: user('bob'), kind: 'visitor' }],
      ['b', { type: 'RoomArchived', by: 'ann' }],
    );
    expect([...directory.visitors()]).toEqual([{ roomId: 'a', userId: 'bob' }]);
  });
});
