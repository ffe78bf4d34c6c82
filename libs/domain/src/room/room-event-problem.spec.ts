import type { RoomEvent } from './events.js';
import { roomEventProblem } from './room-event-problem.js';

const ann = { id: 'ann', name: 'Ann', guest: false };
const settings = { isPublic: true, maxMembers: 9, allowFileSharing: true };

const events: readonly RoomEvent[] = [
  { type: 'RoomOpened', owner: ann, name: 'Lobby', settings },
  { type: 'RoomRenamed', name: 'Attic', by: 'ann' },
  { type: 'SettingsChanged', settings, by: 'ann' },
  { type: 'UserInvited', userId: 'bob', by: 'ann' },
  { type: 'RoleChanged', userId: 'bob', role: 'moderator', by: 'ann' },
  { type: 'OwnershipTransferred', to: 'bob', by: 'ann' },
  { type: 'UserMuted', userId: 'bob', until: 0, by: 'ann' },
  { type: 'UserRemoved', userId: 'bob', by: 'ann' },
  { type: 'UserBanned', userId: 'bob', by: 'ann' },
  { type: 'UserUnbanned', userId: 'bob', by: 'ann' },
  { type: 'RoomArchived', by: 'ann' },
  { type: 'MemberJoined', user: ann, kind: 'visitor' },
  { type: 'MemberLeft', userId: 'bob' },
  { type: 'MessagePosted', by: ann, content: '', messageType: 'text' },
  { type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text', clientMessageId: 'm1' },
  { type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text', replyTo: { message: 3, root: 1, author: ann } },
  { type: 'MessageEdited', message: 1, content: 'ho', by: ann },
  { type: 'MessageEdited', message: 3, content: 'ho', by: ann, root: 1 },
  { type: 'MessageDeleted', message: 1, by: ann },
  { type: 'MessageDeleted', message: 3, by: ann, root: 1 },
  { type: 'ReactionAdded', message: 1, emoji: '🔥', by: ann },
  { type: 'ReactionRemoved', message: 1, emoji: '🔥', by: ann },
];

describe('a stored room event', () => {
  it.each(events)('of every kind is fine as it is: $type', (event) => {
    expect(roomEventProblem(event)).toBeUndefined();
    expect(roomEventProblem({ ...event, added: 'by a later version' } as never)).toBeUndefined();
  });

  it.each(events.flatMap((event) => Object.keys(event).map((field) => [event, field] as const)))(
    'is none without one of its fields, or with another kind of it: %j %s',
    (event, field) => {
      if (field === 'type') return;
      expect(roomEventProblem({ ...event, [field]: [] })).toBe(`a ${event.type} without a valid ${field}`);
      if (['clientMessageId', 'replyTo', 'root'].includes(field)) return;
      expect(roomEventProblem({ ...event, [field]: undefined })).toContain(field);
    },
  );

  it.each([
    { message: 3, root: 1 },
    { message: 3, author: ann },
    { root: 1, author: ann },
    { message: '3', root: 1, author: ann },
    { message: 3, root: 1, author: { id: 'ann' } },
    null,
  ])('is none when what it answers is not told whole: %j', (replyTo) => {
    const event = { type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text', replyTo };
    expect(roomEventProblem(event)).toBe('a MessagePosted without a valid replyTo');
  });

  it('of an unknown type is of a later version, whatever it is called', () => {
    for (const type of ['MessagePinned', 'constructor', '__proto__', ''])
      expect(roomEventProblem({ type })).toBeUndefined();
  });
});
