import { roomDecider, roomLane, type Actor, type RoomEvent, type RoomState } from '@noroshi/domain';
import { mentioned } from './mentioned.js';

const user = (id: string, name = id, guest = false): Actor => ({ id, name, guest });
const settings = { isPublic: true, maxMembers: 100_000, allowFileSharing: true };

const room = (...members: readonly Actor[]): RoomState =>
  [
    { type: 'RoomOpened', owner: user('olga'), name: 'Room', settings } as RoomEvent,
    ...members.map((member): RoomEvent => ({ type: 'MemberJoined', user: member, kind: 'visitor' })),
  ].reduce(
    (state, event, index) =>
      roomDecider.evolve(state, { event, lane: roomLane('r', 'control'), position: index + 1, recordedAt: 0 }),
    roomDecider.initialState,
  );

const idsOf = (state: RoomState, words: readonly string[][], everybody = false) =>
  mentioned(state, { words, everybody }).map(({ id }) => id);

describe('who is mentioned in a room', () => {
  const state = room(
    user('u1', 'Ann Lee'),
    user('ann', 'Other'),
    user('u2', 'Bob'),
    user('u3', 'bob'),
    user('gus', 'Gus', true),
  );

  it.each([
    ['an id', [['ann']], ['ann']],
    ['a name without its spaces, in any case', [['annlee']], ['u1']],
    ['everybody of one name', [['Bob']], ['u2', 'u3']],
    ['an id before a name', [['u2', 'Bob']], ['u2']],
    ['the longest reading that is somebody', [['ann,', 'ann']], ['ann']],
    ['somebody once', [['ann'], ['Other']], ['ann']],
    ['nobody who is not there', [['zoe']], []],
    ['no guest', [['gus'], ['Gus']], []],
  ])('is %s', (_, words, ids) => {
    expect(idsOf(state, words)).toEqual(ids);
  });

  it('is everybody but guests', () => {
    expect(idsOf(state, [], true)).toEqual(['olga', 'u1', 'ann', 'u2', 'u3']);
  });

  it('is not everybody of a large room, but still who is named', () => {
    const large = room(...Array.from({ length: 500 }, (_, index) => user(`u${index}`)));
    expect(idsOf(large, [['u7']], true)).toEqual(['u7']);
  });

  it('is nobody in a room that is closed, or that there is not', () => {
    expect(idsOf(roomDecider.initialState, [['ann']])).toEqual([]);
  });
});
