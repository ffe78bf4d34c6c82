import { roomLane, type Actor, type RoomEvent } from '@noroshi/domain';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import type { ServerFrame } from '../../../server-frame.js';
import { tellsItsFrames } from '../../../testing/readme-table.js';
import { chatDescription } from './description.js';
import { chatDialect } from './chat-dialect.js';

const at = 1_767_323_045_678;
const epoch = 'e1';
const replyTo = { message: 36, root: 35, author: { id: 'ben', guest: false } };
const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const gus: Actor = { id: 'gus', name: 'Gus', guest: true };

const memory = chatDialect.begin(new URLSearchParams());
const decoded = (frame: unknown) =>
  chatDialect.decode(typeof frame === 'string' ? frame : JSON.stringify(frame), memory);
const coreOf = (type: string, data: object) => {
  const frame = decoded({ type, data, timestamp: 1 });
  return frame.ok ? frame.frame : frame.error;
};
const said = (frame: ServerFrame): unknown => {
  const text = chatDialect.encode(frame);
  return text === undefined ? undefined : JSON.parse(text);
};
const event = (stored: RoomEvent, position = 37): ServerFrame => ({
  kind: 'event',
  epoch,
  recorded: { event: stored, lane: roomLane('lobby', 'talk'), position, recordedAt: at },
});
const room = {
  roomId: 'lobby',
  name: 'Lobby',
  ownerId: 'ann',
  settings: { isPublic: true, maxMembers: 9, allowFileSharing: true },
  archived: false,
  memberCount: 2,
  present: 0,
};
const lastMessage = { position: 36, postedAt: at, by: ann, content: 'hi', messageType: 'text' };
const followed = { room, participants: [ann, gus], lastMessage, unreadCount: 3, position: 40 };
const message = {
  id: 'me1-11',
  roomId: 'lobby',
  userId: 'ann',
  username: 'Ann',
  content: 'hi',
  timestamp: at,
  type: 'text',
};

describe('the page of the chat envelope', () => tellsItsFrames(new URL('README.md', import.meta.url), chatDescription));

describe('what a chat front end sends', () => {
  it.each([
    ['join_rooms', { userId: 'ann' }, { kind: 'follow' }],
    ['join_room', { roomId: 'lobby', userId: 'ann' }, { kind: 'join', roomId: 'lobby', stay: 'if verified' }],
    ['leave_room', { roomId: 'lobby' }, { kind: 'leave', roomId: 'lobby' }],
    [
      'send_message',
      { roomId: 'lobby', userId: 'ann', username: 'Ann', content: 'hi', type: 'image' },
      { kind: 'post', roomId: 'lobby', content: 'hi', messageType: 'image' },
    ],
    [
      'send_message',
      { roomId: 'lobby', content: 'hi', type: null, clientMessageId: 'c1' },
      { kind: 'post', roomId: 'lobby', content: 'hi', messageType: 'text', clientMessageId: 'c1' },
    ],
    [
      'send_message',
      { roomId: 'lobby', content: 'hi', replyTo: 'me1-10' },
      { kind: 'post', roomId: 'lobby', content: 'hi', messageType: 'text', replyTo: 'me1-10' },
    ],
    ['typing_start', { roomId: 'lobby', userId: 'x' }, { kind: 'typing', roomId: 'lobby', isTyping: true }],
    ['typing_stop', { roomId: 'lobby' }, { kind: 'typing', roomId: 'lobby', isTyping: false }],
    ['authenticate', { token: 't' }, { kind: 'authenticate', token: 't' }],
    ['ping', {}, { kind: 'ping' }],
  ])('%s %j', (type, data, core) => {
    expect(coreOf(type, data)).toEqual(core);
  });

  it('may come without data, with an id, and names a guest', () => {
    expect(decoded({ type: 'ping', id: 'q1' })).toMatchObject({ ok: true, frame: { kind: 'ping' }, ref: 'q1' });
    expect(decoded({ type: 'join_rooms', data: { userId: 'u', username: 'U' } })).toMatchObject({
      claim: { userId: 'u', username: 'U' },
    });
  });

  it.each([
    ['{', 'invalid_json'],
    ['['.repeat(60_000), 'too_deep'],
    ['null', 'invalid_frame'],
    ['[]', 'invalid_frame'],
    ['{}', 'invalid_frame'],
    ['{"type":1}', 'invalid_frame'],
    ['{"type":"ping","data":[]}', 'invalid_frame'],
    ['{"type":"shout","data":{}}', 'unknown_action'],
    ['{"type":"__proto__"}', 'unknown_action'],
    ['{"type":"join_room","data":{}}', 'invalid_frame'],
    ['{"type":"join_room","data":{"roomId":7}}', 'invalid_frame'],
    ['{"type":"join_room","data":{"roomId":"a\\u0000b"}}', 'invalid_room_id'],
    ['{"type":"send_message","data":{"roomId":"r","content":""}}', 'invalid_frame'],
    ['{"type":"send_message","data":{"roomId":"r","content":"c","type":"video"}}', 'invalid_frame'],
    ['{"type":"send_message","data":{"roomId":"r","content":"c","clientMessageId":""}}', 'invalid_client_message_id'],
  ])('%s is refused', (text, code) => {
    expect(decoded(text.slice(0, 70_000))).toMatchObject({ ok: false, error: { code } });
  });

  it('is told what is missing', () => {
    const { error } = decoded({ type: 'send_message', data: { roomId: 'r' }, id: '9' }) as { error?: unknown } as {
      error: unknown;
    };
    expect(error).toEqual({
      ...{ kind: 'error', code: 'invalid_frame', action: 'send_message', ref: '9' },
      ...{ roomId: 'r', message: 'content is required' },
    });
  });
});

describe('what a chat front end gets', () => {
  const envelope = (type: string, data: unknown) => ({ type, data, timestamp: at });
  it.each<readonly [string, ServerFrame, unknown]>([
    [
      'its rooms',
      { kind: 'following', rooms: [followed], epoch, at },
      envelope('rooms_list', [
        {
          id: 'lobby',
          name: 'Lobby',
          participants: [
            { id: 'ann', username: 'Ann' },
            { id: 'gus', username: 'Gus', guest: true },
          ],
          lastMessage: { ...message, id: 'me1-10' },
          unreadCount: 3,
        },
      ]),
    ],
    [
      'a message',
      event({ type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text' }),
      envelope('message', message),
    ],
    [
      'a message of another type',
      event({ type: 'MessagePosted', by: gus, content: 'x', messageType: 'poll', clientMessageId: 'c' }),
      envelope('message', {
        ...{ id: 'me1-11', roomId: 'lobby', userId: 'gus', username: 'Gus', guest: true, content: 'x' },
        ...{ timestamp: at, type: 'text', metadata: { messageType: 'poll' }, clientMessageId: 'c' },
      }),
    ],
    [
      'who comes',
      { kind: 'presence', change: { kind: 'joined', roomId: 'lobby', user: ann, connectionId: 'c', count: 1 }, at },
      envelope('user_joined', { roomId: 'lobby', user: { id: 'ann', username: 'Ann' } }),
    ],
    [
      'who goes',
      { kind: 'presence', change: { kind: 'left', roomId: 'lobby', user: ann, connectionId: 'c', count: 0 }, at },
      envelope('user_left', { roomId: 'lobby', user: { id: 'ann', username: 'Ann' } }),
    ],
    [
      'who types',
      { kind: 'typing', roomId: 'lobby', user: ann, isTyping: true, at },
      envelope('typing_start', { roomId: 'lobby', userId: 'ann', username: 'Ann' }),
    ],
    [
      'who has stopped',
      { kind: 'typing', roomId: 'lobby', user: ann, isTyping: false, at },
      envelope('typing_stop', { roomId: 'lobby', userId: 'ann', username: 'Ann' }),
    ],
    [
      'one room less',
      { kind: 'unfollowed', roomId: 'lobby', why: 'banned', at },
      envelope('room_removed', { roomId: 'lobby', code: 'banned' }),
    ],
    [
      'an answer',
      event({ type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text', replyTo }),
      envelope('message', { ...message, replyTo: 'me1-10' }),
    ],
    [
      'the end of a message',
      event({ type: 'MessageDeleted', message: 36, by: ann }),
      envelope('message_deleted', { id: 'me1-10', roomId: 'lobby', userId: 'ann', username: 'Ann' }),
    ],
    [
      'that its token was taken',
      { kind: 'connected', connectionId: 'c', user: ann, expiresAt: 5, isInBand: true, at },
      envelope('authenticated', { expiresAt: 5, userId: 'ann', username: 'Ann' }),
    ],
    ['an answer', { kind: 'pong', at, ref: '7' }, { ...envelope('pong', {}), id: '7' }],
  ])('%s', (_, frame, expected) => {
    expect(said(frame)).toEqual(expected);
  });

  it('is told of a refusal under its own id', () => {
    const refusal: ServerFrame = { kind: 'error', code: 'muted', action: 'send_message', roomId: 'lobby', ref: 'x' };
    expect(said(refusal)).toEqual({
      type: 'error',
      data: { code: 'muted', message: 'You are muted in this room', action: 'send_message', roomId: 'lobby' },
      timestamp: expect.any(Number) as number,
      id: 'x',
    });
  });

  it.each<ServerFrame>([
    { kind: 'connected', connectionId: 'c', user: ann, at },
    { kind: 'connected', connectionId: 'c', user: ann, expiresAt: 5, at },
    event({ type: 'MemberLeft', userId: 'ann' }),
    { kind: 'done', ref: 1, action: 'ping' },
    { kind: 'crowd', crowd: { kind: 'crowd', roomId: 'lobby', count: 900, people: [] }, at },
  ])('is not told of $kind', (frame) => {
    expect(said(frame)).toBeUndefined();
  });

  it.each<ServerFrame>([
    { kind: 'following', rooms: [followed, { ...followed, participants: [] }], epoch, at },
    { kind: 'followed', room: followed, epoch, at },
    { kind: 'joined', roomId: 'lobby', roomName: 'Lobby', memberCount: 1, epoch, position: 3, at },
    { kind: 'alreadyJoined', roomId: 'lobby' },
    { kind: 'left', roomId: 'lobby', at, why: 'banned' },
    { kind: 'read', roomId: 'lobby', position: 3, unreadCount: 0, epoch },
    { kind: 'accepted', roomId: 'lobby', clientMessageId: 'c', epoch, position: 3, recordedAt: at },
    event({ type: 'MessagePosted', by: gus, content: 'x', messageType: 'poll', clientMessageId: 'c' }),
    event({ type: 'MessagePosted', by: ann, content: 'x', messageType: 'text', replyTo }),
    event({ type: 'MessageEdited', message: 3, content: 'y', by: ann }),
    event({ type: 'ReactionAdded', message: 3, emoji: '👍', by: gus }),
    event({ type: 'ReactionRemoved', message: 3, emoji: '👍', by: gus }),
    { kind: 'reconnect', afterMs: 10 },
    { kind: 'error', code: 'rate_limited', retryAfter: 1 },
  ])('finds each frame as it is described: $kind', (frame) => {
    const written = said(frame) as { readonly type: string };
    const schema = chatDescription.serverFrames[written.type];
    expect(schema && [...Compile(schema).Errors(written)]).toEqual([]);
  });
});

describe('whatever a stranger sends', () => {
  const isAnswered = (text: string) => {
    const frame = decoded(text);
    if (!frame.ok) expect(said(frame.error)).toMatchObject({ type: 'error' });
    return true;
  };

  it('any text is understood or refused', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), isAnswered));
  });

  it('any JSON is understood or refused, with any value in any field', () => {
    const type = fc.oneof(fc.constantFrom(...Object.keys(chatDescription.clientFrames)), fc.string());
    const data = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom('roomId', 'content', 'type', 'userId', 'username', 'token', 'clientMessageId', 'replyTo'),
        fc.jsonValue(),
      ),
    );
    fc.assert(
      fc.property(
        fc.record({ type, data, timestamp: fc.jsonValue(), id: fc.jsonValue() }, { requiredKeys: [] }),
        (frame) => isAnswered(JSON.stringify(frame)),
      ),
    );
  });
});
