import { Compile } from 'typebox/compile';
import { roomLane, type Actor, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { ServerFrame } from '../../server-frame.js';
import { roomsDescription } from './description.js';
import { roomsDialect } from './rooms-dialect.js';

const at = Date.parse('2026-01-02T03:04:05.678Z');
const timestamp = '2026-01-02T03:04:05.678Z';
const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const epoch = 'e1';
const replyTo = { message: 36, root: 35, author: { id: 'ben', guest: false } };

const frameOf = (body: unknown) => {
  const decoded = roomsDialect.decode(typeof body === 'string' ? body : JSON.stringify(body), {});
  return decoded.ok ? decoded.frame : decoded.error;
};
const checks = new Map(Object.entries(roomsDescription.serverFrames).map(([type, schema]) => [type, Compile(schema)]));

/** As it goes over the wire, which is as the description tells it. */
const wire = (frame: ServerFrame): unknown => {
  const text = roomsDialect.encode(frame);
  if (text === undefined) return undefined;
  const body = JSON.parse(text) as { readonly type: string };
  expect(checks.get(body.type)?.Errors(body)).toEqual([]);
  return body;
};
const recorded = (event: RoomEvent, position = 37): RecordedEvent<RoomEvent> => ({
  event,
  lane: roomLane('lobby', 'talk'),
  position,
  recordedAt: at,
});

describe('what a rooms client sends', () => {
  it.each([
    [
      { action: 'joinRoom', roomId: 'lobby' },
      { kind: 'join', roomId: 'lobby', stay: false },
    ],
    [
      { action: 'joinRoom', roomId: 'lobby', roomName: 'Lobby', stay: true },
      { kind: 'join', roomId: 'lobby', roomName: 'Lobby', stay: true },
    ],
    [
      { action: 'joinRoom', roomId: 'lobby', roomName: null, timestamp: 'x' },
      { kind: 'join', roomId: 'lobby', stay: false },
    ],
    [{ action: 'leaveRoom' }, { kind: 'leave' }],
    [{ action: 'leaveRoom', roomId: null }, { kind: 'leave' }],
    [
      { action: 'leaveRoom', roomId: 'lobby' },
      { kind: 'leave', roomId: 'lobby' },
    ],
    [
      { action: 'message', roomId: 'lobby', content: 'hi' },
      { kind: 'post', roomId: 'lobby', content: 'hi', messageType: 'text' },
    ],
    [
      { action: 'message', roomId: 'lobby', content: 'hi', messageType: 'image', clientMessageId: 'c1' },
      { kind: 'post', roomId: 'lobby', content: 'hi', messageType: 'image', clientMessageId: 'c1' },
    ],
    [
      { action: 'message', roomId: 'lobby', content: 'hi', replyTo: 'me1-10' },
      { kind: 'post', roomId: 'lobby', content: 'hi', messageType: 'text', replyTo: 'me1-10' },
    ],
    [
      { action: 'message', roomId: 'lobby', content: 'hi', replyTo: null },
      { kind: 'post', roomId: 'lobby', content: 'hi', messageType: 'text' },
    ],
    [
      { action: 'typing', roomId: 'lobby', isTyping: true },
      { kind: 'typing', roomId: 'lobby', isTyping: true },
    ],
    [
      { action: 'signal', roomId: 'lobby', connectionId: 'c2', data: { sdp: null } },
      { kind: 'signal', roomId: 'lobby', connectionId: 'c2', data: { sdp: null } },
    ],
    [
      { action: 'edit', roomId: 'lobby', messageId: 'm', content: 'x' },
      { kind: 'edit', roomId: 'lobby', messageId: 'm', content: 'x' },
    ],
    [
      { action: 'delete', roomId: 'lobby', messageId: 'm' },
      { kind: 'delete', roomId: 'lobby', messageId: 'm' },
    ],
    [
      { action: 'react', roomId: 'lobby', messageId: 'm', emoji: '👍' },
      { kind: 'react', roomId: 'lobby', messageId: 'm', emoji: '👍', remove: false },
    ],
    [
      { action: 'read', roomId: 'lobby', offset: 'o' },
      { kind: 'read', roomId: 'lobby', offset: 'o' },
    ],
    [
      { action: 'history', roomId: 'lobby', before: 'o', limit: 9 },
      { kind: 'history', roomId: 'lobby', before: 'o', limit: 9 },
    ],
    [
      { action: 'history', roomId: 'lobby' },
      { kind: 'history', roomId: 'lobby', limit: 50 },
    ],
    [
      { action: 'members', roomId: 'lobby' },
      { kind: 'members', roomId: 'lobby' },
    ],
    [
      { action: 'authenticate', token: 't' },
      { kind: 'authenticate', token: 't' },
    ],
    [{ action: 'ping', extra: [1] }, { kind: 'ping' }],
  ])('%j', (body, frame) => {
    expect(frameOf(body)).toEqual(frame);
  });

  it('may name a guest', () => {
    const decoded = roomsDialect.decode('{"action":"ping","userId":"u1","username":"U"}', {});
    expect(decoded).toMatchObject({ ok: true, claim: { userId: 'u1', username: 'U' } });
  });

  it.each([
    ['{', 'invalid_json'],
    ['['.repeat(60_000), 'too_deep'],
    ['null', 'invalid_frame'],
    ['[]', 'invalid_frame'],
    ['"x"', 'invalid_frame'],
    ['{}', 'invalid_frame'],
    ['{"action":7}', 'invalid_frame'],
    ['{"action":"__proto__"}', 'unknown_action'],
    ['{"action":"constructor"}', 'unknown_action'],
    ['{"action":"toString"}', 'unknown_action'],
    ['{"action":"typing","roomId":"a","isTyping":"yes"}', 'invalid_frame'],
    ['{"action":"message","roomId":{"__proto__":1},"content":"x"}', 'invalid_frame'],
    ['{"action":"message","roomId":"a","content":"x","replyTo":7}', 'invalid_frame'],
    [JSON.stringify({ action: 'joinRoom', roomId: 'x'.repeat(129) }), 'invalid_room_id'],
    [JSON.stringify({ action: 'joinRoom', roomId: 'a\nb' }), 'invalid_room_id'],
    [
      JSON.stringify({ action: 'message', roomId: 'a', content: 'x', clientMessageId: 'x'.repeat(65) }),
      'invalid_client_message_id',
    ],
  ])('is refused: %.60s', (text, code) => {
    expect(frameOf(text)).toMatchObject({ kind: 'error', code });
  });

  it.each([
    [{ action: 'message', roomId: 'lobby' }, 'roomId and content are required'],
    [{ action: 'message', content: 'x' }, 'roomId and content are required'],
    [{ action: 'message', roomId: 'lobby', content: '' }, 'roomId and content are required'],
    [{ action: 'joinRoom' }, 'roomId is required'],
    [{ action: 'edit', roomId: 'lobby' }, 'roomId, messageId and content are required'],
  ])('is told what is missing: %j', (body, message) => {
    expect(frameOf(body)).toMatchObject({ code: 'invalid_frame', message });
  });
});

describe('what a rooms client gets', () => {
  const durable = { roomId: 'lobby', userId: 'ann', username: 'Ann', timestamp, offset: 'e1-11' };

  it.each<[ServerFrame, unknown]>([
    [
      { kind: 'connected', connectionId: 'c', user: ann, at },
      { type: 'connection', status: 'connected', connectionId: 'c', userId: 'ann', username: 'Ann', timestamp },
    ],
    [
      { kind: 'joined', roomId: 'lobby', roomName: 'Lobby', memberCount: 2, epoch, position: 37, at },
      { type: 'joinedRoom', roomId: 'lobby', roomName: 'Lobby', memberCount: 2, timestamp, offset: 'e1-11' },
    ],
    [
      { kind: 'authenticated', expiresAt: at },
      { type: 'authenticated', expiresAt: timestamp },
    ],
    [
      { kind: 'resumed', roomId: 'lobby', complete: true, from: 'e1-1', to: 'e1-2' },
      { type: 'resumed', roomId: 'lobby', complete: true, from: 'e1-1', to: 'e1-2' },
    ],
    [
      { kind: 'resumed', roomId: 'lobby', complete: false, code: 'other_log', from: 'e0-1' },
      { type: 'resumed', roomId: 'lobby', complete: false, code: 'other_log', from: 'e0-1' },
    ],
    [
      { kind: 'alreadyJoined', roomId: 'lobby' },
      { type: 'joinedRoom', roomId: 'lobby', status: 'already_joined' },
    ],
    [
      { kind: 'left', roomId: 'lobby', at },
      { type: 'leftRoom', roomId: 'lobby', timestamp },
    ],
    [
      { kind: 'left', roomId: 'lobby', at, why: 'banned' },
      { type: 'leftRoom', roomId: 'lobby', timestamp, code: 'banned' },
    ],
    [
      {
        kind: 'event',
        epoch,
        recorded: recorded({
          type: 'MessagePosted',
          by: ann,
          content: 'hi',
          messageType: 'text',
          clientMessageId: 'c1',
        }),
      },
      { type: 'message', messageId: 'me1-11', content: 'hi', messageType: 'text', clientMessageId: 'c1', ...durable },
    ],
    [
      {
        kind: 'event',
        epoch,
        recorded: recorded({ type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text', replyTo }),
      },
      { type: 'message', messageId: 'me1-11', content: 'hi', messageType: 'text', replyTo: 'me1-10', ...durable },
    ],
    [
      {
        kind: 'event',
        epoch,
        recorded: recorded({ type: 'MessagePosted', by: { ...ann, guest: true }, content: 'hi', messageType: 'text' }),
      },
      { type: 'message', messageId: 'me1-11', content: 'hi', messageType: 'text', guest: true, ...durable },
    ],
    [
      { kind: 'event', epoch, recorded: recorded({ type: 'MessageEdited', message: 36, content: 'ho', by: ann }) },
      { type: 'messageEdited', messageId: 'me1-10', content: 'ho', ...durable },
    ],
    [
      { kind: 'event', epoch, recorded: recorded({ type: 'MessageDeleted', message: 36, by: ann }) },
      { type: 'messageDeleted', messageId: 'me1-10', ...durable },
    ],
    [
      { kind: 'event', epoch, recorded: recorded({ type: 'ReactionRemoved', message: 36, emoji: '👍', by: ann }) },
      { type: 'reaction', messageId: 'me1-10', emoji: '👍', removed: true, ...durable },
    ],
    [{ kind: 'event', epoch, recorded: recorded({ type: 'UserBanned', userId: 'ben', by: 'ann' }) }, undefined],
    [
      { kind: 'presence', change: { kind: 'joined', roomId: 'lobby', user: ann, connectionId: 'c', count: 3 }, at },
      {
        type: 'memberJoined',
        roomId: 'lobby',
        userId: 'ann',
        username: 'Ann',
        connectionId: 'c',
        memberCount: 3,
        timestamp,
      },
    ],
    [
      { kind: 'crowd', crowd: { kind: 'crowd', roomId: 'lobby', count: 300, people: [ann] }, at },
      {
        type: 'presence',
        roomId: 'lobby',
        memberCount: 300,
        people: [{ userId: 'ann', username: 'Ann' }],
        timestamp,
      },
    ],
    [
      {
        kind: 'members',
        roomId: 'lobby',
        members: [{ userId: 'ann', name: 'Ann', role: 'owner', present: true }],
        count: 900,
        present: 300,
      },
      {
        type: 'members',
        roomId: 'lobby',
        members: [{ userId: 'ann', name: 'Ann', role: 'owner', present: true }],
        count: 900,
        present: 300,
      },
    ],
    [
      { kind: 'signal', roomId: 'lobby', from: 'c1', userId: 'ann', data: { sdp: 'v=0' } },
      { type: 'signal', roomId: 'lobby', from: 'c1', userId: 'ann', data: { sdp: 'v=0' } },
    ],
    [
      { kind: 'typing', roomId: 'lobby', user: ann, isTyping: true, at },
      { type: 'typing', roomId: 'lobby', userId: 'ann', username: 'Ann', isTyping: true, timestamp },
    ],
    [
      { kind: 'broadcast', roomId: 'lobby', data: { sale: true }, at },
      { type: 'broadcast', roomId: 'lobby', data: { sale: true }, timestamp },
    ],
    [
      { kind: 'broadcast', data: null, at },
      { type: 'broadcast', data: null, timestamp },
    ],
    [
      { kind: 'accepted', roomId: 'lobby', clientMessageId: 'c1', epoch, position: 37, recordedAt: at },
      { type: 'accepted', roomId: 'lobby', clientMessageId: 'c1', messageId: 'me1-11', offset: 'e1-11', timestamp },
    ],
    [
      { kind: 'read', roomId: 'lobby', position: 37, unreadCount: 4, epoch },
      { type: 'read', roomId: 'lobby', offset: 'e1-11', unreadCount: 4 },
    ],
    [
      { kind: 'pong', at },
      { type: 'pong', timestamp },
    ],
    [
      { kind: 'reconnect', afterMs: 1500 },
      { type: 'reconnect', retryAfter: 1500 },
    ],
    [
      { kind: 'error', code: 'not_in_room', action: 'message', roomId: 'lobby' },
      { type: 'error', code: 'not_in_room', message: 'You are not in this room', action: 'message', roomId: 'lobby' },
    ],
    [
      { kind: 'error', code: 'unavailable', message: 'later', retryAfter: 1 },
      { type: 'error', code: 'unavailable', message: 'later', retryAfter: 1 },
    ],
  ])('%j', (frame, text) => {
    expect(wire(frame)).toEqual(text);
  });

  it('reads the history as messages with what has happened to them', () => {
    const message = { roomId: 'lobby', position: 37, postedAt: at, by: ann, messageType: 'text', reactions: {} };
    const items = [
      { ...message, content: 'ho', editedAt: at, reactions: { '👍': ['ben'] } },
      { ...message, content: '', deletedAt: at, replyTo },
    ];
    expect(wire({ kind: 'history', roomId: 'lobby', page: { items, more: true }, epoch })).toEqual({
      type: 'history',
      roomId: 'lobby',
      more: true,
      items: [
        {
          type: 'message',
          messageId: 'me1-11',
          content: 'ho',
          messageType: 'text',
          editedAt: timestamp,
          reactions: { '👍': ['ben'] },
          ...durable,
        },
        {
          ...{ type: 'message', messageId: 'me1-11', content: '', messageType: 'text', deleted: true, ...durable },
          replyTo: 'me1-10',
        },
      ],
    });
  });
});

describe('a rooms connection', () => {
  it('is in one room at a time unless it asks for many', () => {
    expect(roomsDialect.traits(new URLSearchParams(''))).toEqual({ oneRoom: true });
    expect(roomsDialect.traits(new URLSearchParams('rooms=many'))).toEqual({ oneRoom: false });
  });
});
