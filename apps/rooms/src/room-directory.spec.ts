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
