import { enqueue } from '../connection/outbox.js';
import type { MessageFrame, ServerFrame } from '../protocol/frames.js';
import { isOutOfStep, presentPeople } from './people.js';
import { reduceRoom, type RoomChange } from './reduce.js';
import { openRoom, type RoomState } from './room-state.js';

const start = openRoom({ roomId: 'hill', userId: 'ada', username: 'Ada', outbox: [] });

const said = (position: number, more: Partial<MessageFrame> = {}): MessageFrame => ({
  type: 'message',
  messageId: `me-${position.toString(36)}`,
  roomId: 'hill',
  userId: 'bo',
  username: 'Bo',
  content: `say ${position}`,
  messageType: 'text',
  timestamp: new Date(position * 1_000).toISOString(),
  offset: `e-${position.toString(36)}`,
  ...more,
});

const frame = (of: ServerFrame, at = 0): RoomChange => ({ type: 'frame', frame: of, at });
const page = (...items: MessageFrame[]): RoomChange => ({ type: 'history', items, hasOlder: true });
const joined = frame({ type: 'joinedRoom', roomId: 'hill', roomName: 'The hill', memberCount: 2 });
const queue = (clientMessageId: string): RoomChange => ({
  type: 'outbox',
  change: (outbox) => enqueue(outbox, { clientMessageId, content: 'mine', queuedAt: 0 }),
});
const accepted = (clientMessageId: string, position: number): RoomChange =>
  frame({
    type: 'accepted',
    clientMessageId,
    messageId: `me-${position.toString(36)}`,
    offset: `e-${position.toString(36)}`,
    timestamp: new Date(position * 1_000).toISOString(),
  });

const given = (...changes: RoomChange[]): RoomState => changes.reduce(reduceRoom, start);
const contents = ({ messages }: RoomState): string[] => messages.items.map(({ content }) => content);

describe('what was said', () => {
  it('is shown once, however often it comes', () => {
    const state = given(frame(said(1)), page(said(1), said(2)), frame(said(2)), page(said(2)));
    expect(contents(state)).toEqual(['say 1', 'say 2']);
  });

  it('is in the order of the log, in whatever order it comes', () => {
    // 35 is "z" and 36 is "10": the order of positions is not that of their text.
    const state = given(frame(said(36)), frame(said(35)), page(said(1), said(4)), frame(said(3)));
    expect(contents(state)).toEqual(['say 1', 'say 3', 'say 4', 'say 35', 'say 36']);
  });

  it('is ordered by the clock of the log when the log was restored under a new epoch', () => {
    const state = given(frame(said(900)), frame(said(1_000, { messageId: 'new', offset: 'f-1' })));
    expect(contents(state)).toEqual(['say 900', 'say 1000']);
  });

  it('is of this room only', () => {
    expect(given(frame(said(1, { roomId: 'valley' })))).toBe(start);
  });
});

describe('a change of a message', () => {
  const at = new Date(5_000).toISOString();
  const edited = frame({ type: 'messageEdited', roomId: 'hill', messageId: 'me-1', content: 'better', timestamp: at });
  const deleted = frame({ type: 'messageDeleted', roomId: 'hill', messageId: 'me-1' });
  const reaction = (removed: boolean, userId = 'ada'): RoomChange =>
    frame({ type: 'reaction', roomId: 'hill', messageId: 'me-1', userId, emoji: '🔥', removed });

  it('holds against a history page that was read before it', () => {
    expect(contents(given(page(said(1)), edited, page(said(1))))).toEqual(['better']);
  });

  it('is not lost when it comes before the page with its message', () => {
    const state = given(edited, reaction(false), page(said(1)));
    expect(contents(state)).toEqual(['better']);
    expect(state.messages.items[0]?.reactions.get('🔥')).toEqual(['ada']);
  });

  it('gives way to a later edit in history', () => {
    const later = said(1, { content: 'best', editedAt: new Date(9_000).toISOString() });
    expect(contents(given(page(said(1)), edited, page(later)))).toEqual(['best']);
  });

  it('is not taken back once the message is deleted', () => {
    const state = given(page(said(1)), deleted, edited, reaction(false), page(said(1)));
    expect(state.messages.items[0]).toMatchObject({ deleted: true, content: '' });
    expect(state.messages.items[0]?.reactions.size).toBe(0);
  });

  it('counts a person once per emoji, and forgets an emoji nobody stands by', () => {
    const twice = given(page(said(1)), reaction(false), reaction(false), reaction(false, 'bo'));
    expect(twice.messages.items[0]?.reactions.get('🔥')).toEqual(['ada', 'bo']);
    const none = [reaction(true), reaction(true, 'bo')].reduce(reduceRoom, twice);
    expect(none.messages.items[0]?.reactions.size).toBe(0);
  });

  it('heard before a reconnect does not overrule the history read after it', () => {
    const state = given(page(said(1)), reaction(false), joined, page(said(1, { reactions: new Map() })));
    expect(state.messages.items[0]?.reactions.size).toBe(0);
  });
});

describe('a message of my own', () => {
  const broadcast = frame(said(7, { userId: 'ada', username: 'Ada', content: 'mine', clientMessageId: 'c1' }));

  it.each([
    ['answer, then broadcast', [accepted('c1', 7), broadcast]],
    ['broadcast, then answer', [broadcast, accepted('c1', 7)]],
    ['only the answer', [accepted('c1', 7)]],
    ['only the broadcast', [broadcast]],
    ['the answer twice, after a resend', [accepted('c1', 7), accepted('c1', 7), broadcast]],
  ])('is shown once, in its place: %s', (_, changes) => {
    const state = given(queue('c1'), frame(said(6)), ...changes, frame(said(8)));
    expect(contents(state)).toEqual(['say 6', 'mine', 'say 8']);
    expect(state.outbox).toEqual([]);
  });

  it('is not taken for sent because somebody else used the same client message id', () => {
    expect(given(queue('c1'), frame(said(7, { clientMessageId: 'c1' }))).outbox).toHaveLength(1);
  });

  it('stays with the reason when it is refused', () => {
    const error = frame({ type: 'error', code: 'muted', message: 'You are muted', clientMessageId: 'c1' });
    expect(given(queue('c1'), error).outbox).toMatchObject([{ clientMessageId: 'c1', refusal: 'You are muted' }]);
  });

  it('is not refused, only late, when the server has too much to do', () => {
    const error = frame({ type: 'error', code: 'rate_limited', message: 'Slow', clientMessageId: 'c1', retryAfter: 1 });
    const state = given(queue('c1'), error);
    expect(state.outbox[0]?.refusal).toBeUndefined();
    expect(state.notices).toMatchObject([{ text: 'Slow' }]);
  });
});

describe('who is here', () => {
  const comes = (userId: string, memberCount: number): RoomChange =>
    frame({ type: 'memberJoined', roomId: 'hill', userId, username: userId, memberCount });

  it('is who came and has not left, and as many as the server counts', () => {
    const left = frame({ type: 'memberLeft', roomId: 'hill', userId: 'bo', username: 'bo', memberCount: 1 });
    const { people } = given(joined, comes('bo', 3), comes('cy', 4), left);
    expect([...people.byId.values()].filter(({ present }) => present).map(({ userId }) => userId)).toEqual(['cy']);
    expect(people.present).toBe(1);
  });

  it('is a count and a sample in a large room, and nobody is asked for the rest', () => {
    const sample = [{ userId: 'cy', username: 'Cy' }];
    const crowd = frame({ type: 'presence', roomId: 'hill', memberCount: 300, people: sample });
    const { people } = given(joined, comes('bo', 3), crowd);
    expect(presentPeople(people).map(({ userId }) => userId)).toEqual(['cy']);
    expect(people.present).toBe(300);
    expect(isOutOfStep(people)).toBe(false);
  });

  it('is named again when a large room is large no more', () => {
    const members = (present: number) =>
      frame({
        type: 'members',
        roomId: 'hill',
        present,
        members: [{ userId: 'bo', name: 'Bo', role: 'owner', present: true }],
      });
    const left = frame({ type: 'memberLeft', roomId: 'hill', userId: 'bo', username: 'bo', memberCount: 250 });
    expect(isOutOfStep(given(joined, members(251)).people)).toBe(false);
    expect(isOutOfStep(given(joined, members(251), left).people)).toBe(true);
    expect(isOutOfStep(given(joined, members(1)).people)).toBe(false);
  });

  it('types until it says so, speaks, leaves, falls silent for five seconds, or the connection is lost', () => {
    const types = frame({ type: 'typing', roomId: 'hill', userId: 'bo', username: 'Bo', isTyping: true }, 1_000);
    const stops: RoomChange[] = [
      frame({ type: 'typing', roomId: 'hill', userId: 'bo', username: 'Bo', isTyping: false }),
      frame(said(1)),
      frame({ type: 'memberLeft', roomId: 'hill', userId: 'bo', username: 'Bo' }),
      { type: 'tick', at: 6_000 },
      { type: 'status', status: { phase: 'waiting', retryAt: 0, offline: false } },
    ];
    expect(given(types, { type: 'tick', at: 5_999 }).people.typing.size).toBe(1);
    for (const stop of stops) expect(given(types, stop).people.typing.size).toBe(0);
  });
});

describe('being let in', () => {
  const lost: RoomChange = { type: 'status', status: { phase: 'connecting' } };
  const error = (code: string): RoomChange => frame({ type: 'error', code, message: 'No', action: 'joinRoom' });

  it('is over when the connection is lost, and then everything unanswered is due again', () => {
    const sent: RoomChange = { type: 'outbox', change: (all) => all.map((entry) => ({ ...entry, sentAt: 5 })) };
    const state = given(joined, queue('c1'), sent, lost);
    expect(state.admission.kind).toBe('asking');
    expect(state.outbox[0]?.sentAt).toBeUndefined();
  });

  it('ends when the room puts somebody out', () => {
    const putOut = frame({ type: 'leftRoom', roomId: 'hill', code: 'banned' });
    expect(given(joined, putOut).admission).toEqual({ kind: 'refused', reason: 'You were banned from this room.' });
  });

  it('can be refused for good, or only for now', () => {
    expect(given(error('banned')).admission).toEqual({ kind: 'refused', reason: 'No' });
    expect(given(error('unavailable')).admission.kind).toBe('asking');
  });
});
