import { bob, joined, opened } from '../testing/given-room.js';
import { roomLane } from './events.js';
import { laneOf, placeRoomEvent } from './lanes.js';

const place = placeRoomEvent('lobby');
const posted = { type: 'MessagePosted', by: bob, content: 'hi', messageType: 'text' } as const;

describe('where a room event is stored', () => {
  it('decisions about the room on the control lane, guarded by it', () =>
    expect(place(opened())).toEqual({ lane: roomLane('lobby', 'control'), guardedBy: roomLane('lobby', 'control') }));
  it('who comes and goes on the members lane, guarded by it', () =>
    expect(place(joined(bob))).toEqual({
      lane: roomLane('lobby', 'members'),
      guardedBy: roomLane('lobby', 'members'),
    }));
  it('what is said on the talk lane, fenced by the control lane', () =>
    expect(place(posted)).toEqual({ lane: roomLane('lobby', 'talk'), guardedBy: roomLane('lobby', 'control') }));
  it.each([
    { type: 'MessageEdited', message: 1, content: 'ho', by: bob } as const,
    { type: 'MessageDeleted', message: 1, by: bob } as const,
    { type: 'ReactionAdded', message: 1, emoji: '👍', by: bob } as const,
    { type: 'ReactionRemoved', message: 1, emoji: '👍', by: bob } as const,
  ])('$type on the talk lane', (event) => expect(laneOf(event)).toBe('talk'));
  it('a ban on the control lane, so that it fences talk', () =>
    expect(laneOf({ type: 'UserBanned', userId: bob.id, by: 'olga' })).toBe('control'));
  it('a leave on the members lane, so that it does not disturb talk', () =>
    expect(laneOf({ type: 'MemberLeft', userId: bob.id })).toBe('members'));
});
