import { decode as decodeMsgpack, encode as encodeMsgpack } from '@msgpack/msgpack';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { roomLane, type Actor, type RoomEvent } from '@noroshi/domain';
import type { Decoded } from '../../dialect.js';
import type { ServerFrame } from '../../server-frame.js';
import { nativeDescription } from './description.js';
import { nativeJsonDialect } from './json-dialect.js';
import { nativeMsgpackDialect } from './msgpack-dialect.js';

const at = Date.parse('2026-01-02T03:04:05.678Z');
const timestamp = '2026-01-02T03:04:05.678Z';
const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const epoch = 'e1';
const settings = { isPublic: true, maxMembers: 100, allowFileSharing: true };

/** One language, written in two ways; of MessagePack as somebody else's library does it. */
const written = [
  {
    way: 'as JSON',
    dialect: nativeJsonDialect,
    write: (...bodies: readonly unknown[]) => bodies.map((body) => JSON.stringify(body)).join('\n'),
    read: (message: unknown): unknown => JSON.parse(message as string),
  },
  {
    way: 'as MessagePack',
    dialect: nativeMsgpackDialect,
    write: (...bodies: readonly unknown[]) => Buffer.concat(bodies.map((body) => encodeMsgpack(body))),
    read: (message: unknown): unknown => decodeMsgpack(message as Uint8Array),
  },
];

const recorded = (event: RoomEvent): Extract<ServerFrame, { kind: 'event' }> => ({
  kind: 'event',
  epoch,
  recorded: { event, lane: roomLane('lobby', 'control'), position: 37, recordedAt: at },
});

const shown = (decoded: Decoded): unknown => (decoded.ok ? { ...decoded.frame, ref: decoded.ref } : decoded.error);

describe.each(written)('what a client sends $way', ({ dialect, write }) => {
  const received = (message: string | Uint8Array): unknown[] => (dialect.decodeAll?.(message, {}) ?? []).map(shown);
  const one = (body: unknown): unknown => received(write(body))[0];

  it.each([
    [
      { action: 'joinRoom', roomId: 'lobby', ref: 1 },
      { kind: 'join', roomId: 'lobby', stay: false, ref: 1 },
    ],
    [
      { action: 'joinRoom', roomId: 'lobby', roomName: null, ref: null, extra: 1 },
      { kind: 'join', stay: false },
    ],
    [
      { action: 'message', roomId: 'lobby', content: '狼煙\n"x"', clientMessageId: 'c1' },
      { kind: 'post', roomId: 'lobby', content: '狼煙\n"x"', messageType: 'text', clientMessageId: 'c1' },
    ],
    [
      { action: 'follow', ref: 0 },
      { kind: 'follow', ref: 0 },
    ],
    [
      { action: 'resume', rooms: [{ roomId: 'a', offset: 'o' }], ref: 2 },
      { kind: 'resume', rooms: [{ roomId: 'a', offset: 'o' }], ref: 2 },
    ],
    [{ action: 'statuses' }, { kind: 'statuses' }],
    [
      { action: 'statuses', userIds: ['ben'] },
      { kind: 'statuses', userIds: ['ben'] },
    ],
    [
      { action: 'attention', isThere: false },
      { kind: 'attention', isThere: false },
    ],
    [{ action: 'notifications' }, { kind: 'heedNotifications' }],
    [
      { action: 'readNotification', id: 'n' },
      { kind: 'notifications', change: 'read', id: 'n' },
    ],
    [
      { action: 'removeNotification', id: 'n' },
      { kind: 'notifications', change: 'remove', id: 'n' },
    ],
    [{ action: 'readAllNotifications' }, { kind: 'notifications', change: 'readAll' }],
    [{ action: 'clearNotifications' }, { kind: 'notifications', change: 'clear' }],
    [
      { action: 'watch', streams: ['metrics', 'rooms'] },
      { kind: 'watch', streams: ['metrics', 'rooms'] },
    ],
    [
      { action: 'unwatch', streams: ['alerts'] },
      { kind: 'unwatch', streams: ['alerts'] },
    ],
    [
      { action: 'signal', roomId: 'a', connectionId: 'c', data: { sdp: null } },
      { kind: 'signal', data: { sdp: null } },
    ],
  ])('%j', (body, frame) => {
    expect(one(body)).toMatchObject(frame);
  });

  it.each([
    [
      { action: 'leaveRoom', ref: 5 },
      { code: 'invalid_frame', ref: 5, message: 'roomId is required' },
    ],
    [
      { action: 'nothing', ref: 6 },
      { code: 'unknown_action', ref: 6 },
    ],
    [
      { action: '__proto__', ref: 6 },
      { code: 'unknown_action', ref: 6 },
    ],
    [
      { action: 'joinRoom', roomId: 'a\nb', ref: 7 },
      { code: 'invalid_room_id', ref: 7 },
    ],
    [
      { action: 'watch', streams: [], ref: 8 },
      { code: 'invalid_frame', ref: 8 },
    ],
    [
      { action: 'watch', streams: ['weather'], ref: 8 },
      { code: 'invalid_frame', ref: 8 },
    ],
    [
      { action: 'ping', ref: 'x' },
      { code: 'invalid_frame', message: 'ref is a whole number' },
    ],
    [{ action: 'ping', ref: -1 }, { code: 'invalid_frame' }],
    [{ action: 'ping', ref: 1.5 }, { code: 'invalid_frame' }],
    [{ action: 'message', roomId: 'a', content: 'x' }, { code: 'invalid_frame' }],
    [{ action: 'message', roomId: 'a\n', content: 'x', clientMessageId: 'c1' }, { clientMessageId: 'c1' }],
    [{ action: 'message', roomId: 'a', content: '', clientMessageId: 'c1' }, { clientMessageId: 'c1' }],
    [{ ref: 9 }, { code: 'invalid_frame', ref: 9, message: 'action is required' }],
    [[], { code: 'invalid_frame' }],
    [null, { code: 'invalid_frame' }],
    [7, { code: 'invalid_frame' }],
  ])('is refused, and told with its ref: %j', (body, error) => {
    expect(one(body)).toMatchObject({ kind: 'error', ...error });
  });

  it('several frames in one message, in order, of which a bad one spoils no other', () => {
    const frames = received(write({ action: 'ping', ref: 1 }, { action: 'no', ref: 2 }, { action: 'ping', ref: 3 }));
    expect(frames).toMatchObject([
      { kind: 'ping', ref: 1 },
      { code: 'unknown_action', ref: 2 },
      { kind: 'ping', ref: 3 },
    ]);
  });

  it('may be anything, and is answered', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array(), fc.json()), (message) => {
        expect(received(message).length).toBeGreaterThan(0);
      }),
    );
  });

  it('may be any value, and is answered', () => {
    const fields = fc.record({ action: fc.anything(), ref: fc.anything(), roomId: fc.anything() });
    const actions = Object.keys(nativeDescription.clientFrames);
    const almost = fc
      .tuple(fc.constantFrom(...actions), fc.jsonValue())
      .map(([action, rest]) => ({ ...(rest as object), action }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fields, almost), (body) => {
        const text = JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value));
        expect(received(write(JSON.parse(text)))).toHaveLength(1);
      }),
    );
  });
});

const checks = new Map(Object.entries(nativeDescription.serverFrames).map(([type, schema]) => [type, Compile(schema)]));

const room = { roomId: 'lobby', name: 'Lobby', ownerId: 'ann', settings, archived: false, memberCount: 2, present: 1 };
const followed = {
  room,
  participants: [ann],
  unreadCount: 3,
  position: 37,
  lastMessage: { position: 36, postedAt: at, by: ann, content: 'hi', messageType: 'text' },
};
const followedRoom = {
  ...room,
  participants: [{ userId: 'ann', username: 'Ann' }],
  unreadCount: 3,
  offset: 'e1-11',
  lastMessage: {
    ...{ type: 'message', messageId: 'me1-10', roomId: 'lobby', userId: 'ann', username: 'Ann' },
    ...{ content: 'hi', messageType: 'text', timestamp, offset: 'e1-10' },
  },
};
const durable = { roomId: 'lobby', timestamp, offset: 'e1-11' };
const changed = (change: string, fields: object = {}) => ({
  type: 'roomChanged',
  change,
  by: 'ann',
  ...fields,
  ...durable,
});
const notification = { position: 9, addedAt: at, read: false, title: 'Hi', message: 'ho', type: 'info' as const };
const metrics = {
  ...{ activeUsers: 3, requestsPerMinute: 120, errorRate: 0.5, avgResponseTime: 1.25 },
  ...{ systemLoad: 0.1, memoryUsage: 0.4 },
};
const figures = { messagesPerMinute: 12, joinsPerMinute: 1, participants: 3, lateEvents: 0, topRooms: [] };
const alert = {
  ...{ id: 'slow-1', severity: 'warning' as const, title: 'Slow', message: 'm', metric: 'avgResponseTime' },
  ...{ value: 700, threshold: 500, state: 'firing' as const },
};
const event = { id: 'up-g', kind: 'service_up' as const, message: 'g is up', gateway: 'g' };

describe.each(written)('what a client gets $way', ({ dialect, read }) => {
  /** As it goes over the wire, which is as the description tells it. */
  const wire = (frame: ServerFrame): unknown => {
    const message = dialect.encode(frame);
    if (message === undefined) return undefined;
    const body = read(message) as { readonly type: string };
    expect(checks.get(body.type)?.Errors(body)).toEqual([]);
    return body;
  };

  it.each<[ServerFrame, unknown]>([
    [
      { kind: 'connected', connectionId: 'c', user: ann, expiresAt: at, at },
      {
        ...{ type: 'connection', status: 'connected', connectionId: 'c', userId: 'ann', username: 'Ann' },
        ...{ expiresAt: timestamp, timestamp },
      },
    ],
    [
      { kind: 'authenticated', expiresAt: at, ref: 1 },
      { type: 'authenticated', expiresAt: timestamp, ref: 1 },
    ],
    [
      { kind: 'joined', roomId: 'lobby', roomName: 'Lobby', memberCount: 2, epoch, position: 37, at, ref: 2 },
      { type: 'joinedRoom', roomName: 'Lobby', memberCount: 2, ...durable, ref: 2 },
    ],
    [
      { kind: 'alreadyJoined', roomId: 'lobby', ref: 3 },
      { type: 'joinedRoom', roomId: 'lobby', status: 'already_joined', ref: 3 },
    ],
    [
      { kind: 'left', roomId: 'lobby', at, ref: 4 },
      { type: 'leftRoom', roomId: 'lobby', timestamp, ref: 4 },
    ],
    [
      { kind: 'resumed', roomId: 'lobby', complete: true, from: 'e1-1', to: 'e1-2', ref: 5 },
      { type: 'resumed', roomId: 'lobby', complete: true, from: 'e1-1', to: 'e1-2', ref: 5 },
    ],
    [
      { kind: 'history', roomId: 'lobby', page: { items: [], more: false }, epoch, ref: 6 },
      { type: 'history', roomId: 'lobby', items: [], more: false, ref: 6 },
    ],
    [
      { kind: 'members', roomId: 'lobby', members: [], count: 0, present: 0, ref: 7 },
      { type: 'members', roomId: 'lobby', members: [], count: 0, present: 0, ref: 7 },
    ],
    [
      { kind: 'pong', at, ref: 8 },
      { type: 'pong', timestamp, ref: 8 },
    ],
    [
      { kind: 'done', ref: 9, action: 'typing' },
      { type: 'done', ref: 9, action: 'typing' },
    ],
    [
      { kind: 'error', code: 'muted', action: 'message', clientMessageId: 'c1', ref: 10 },
      {
        ...{ type: 'error', code: 'muted', message: 'You are muted in this room', action: 'message' },
        ...{ clientMessageId: 'c1', ref: 10 },
      },
    ],
    [
      { kind: 'following', rooms: [followed], epoch, at, ref: 11 },
      { type: 'following', rooms: [followedRoom], ref: 11 },
    ],
    [
      { kind: 'followed', room: followed, epoch, at },
      { type: 'followed', room: followedRoom },
    ],
    [
      { kind: 'unfollowed', roomId: 'lobby', why: 'banned', at },
      { type: 'unfollowed', roomId: 'lobby', code: 'banned', timestamp },
    ],
    [
      recorded({ type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text', clientMessageId: 'c1' }),
      {
        ...{ type: 'message', messageId: 'me1-11', content: 'hi', messageType: 'text', clientMessageId: 'c1' },
        ...{ userId: 'ann', username: 'Ann', ...durable },
      },
    ],
    [recorded({ type: 'RoomOpened', owner: ann, name: 'L', settings }), changed('RoomOpened', { name: 'L', settings })],
    [recorded({ type: 'RoomRenamed', name: 'M', by: 'ann' }), changed('RoomRenamed', { name: 'M' })],
    [recorded({ type: 'SettingsChanged', settings, by: 'ann' }), changed('SettingsChanged', { settings })],
    [recorded({ type: 'UserInvited', userId: 'ben', by: 'ann' }), changed('UserInvited', { userId: 'ben' })],
    [
      recorded({ type: 'RoleChanged', userId: 'ben', role: 'moderator', by: 'ann' }),
      changed('RoleChanged', { userId: 'ben', role: 'moderator' }),
    ],
    [
      recorded({ type: 'OwnershipTransferred', to: 'ben', by: 'ann' }),
      changed('OwnershipTransferred', { userId: 'ben' }),
    ],
    [
      recorded({ type: 'UserMuted', userId: 'ben', until: 5, by: 'ann' }),
      changed('UserMuted', { userId: 'ben', until: 5 }),
    ],
    [recorded({ type: 'UserRemoved', userId: 'ben', by: 'ann' }), changed('UserRemoved', { userId: 'ben' })],
    [recorded({ type: 'UserBanned', userId: 'ben', by: 'ann' }), changed('UserBanned', { userId: 'ben' })],
    [recorded({ type: 'UserUnbanned', userId: 'ben', by: 'ann' }), changed('UserUnbanned', { userId: 'ben' })],
    [recorded({ type: 'RoomArchived', by: 'ann' }), changed('RoomArchived')],
    [
      recorded({ type: 'MemberJoined', user: ann, kind: 'visitor' }),
      { type: 'membership', userId: 'ann', username: 'Ann', isMember: true, kind: 'visitor', ...durable },
    ],
    [
      recorded({ type: 'MemberLeft', userId: 'ann', visitEnded: true }),
      { type: 'membership', userId: 'ann', isMember: false, ...durable },
    ],
    [recorded({ type: 'SomethingNew' } as never), undefined],
    [
      { kind: 'notification', id: 'n', notification: { ...notification, about: { roomId: 'lobby' } }, messageId: 'm' },
      {
        ...{ type: 'notification', id: 'n', title: 'Hi', message: 'ho', level: 'info', read: false, timestamp },
        ...{ roomId: 'lobby', messageId: 'm' },
      },
    ],
    [
      { kind: 'notificationUpdated', id: 'n', change: 'read', unreadCount: 2, at },
      { type: 'notificationUpdated', id: 'n', change: 'read', unreadCount: 2 },
    ],
    [
      { kind: 'notificationUpdated', change: 'read', unreadCount: 0, at },
      { type: 'notificationUpdated', change: 'read', unreadCount: 0 },
    ],
    [
      { kind: 'notificationsCleared', unreadCount: 0, at },
      { type: 'notificationsCleared', unreadCount: 0 },
    ],
    [
      { kind: 'metrics', sample: { at, metrics } },
      { type: 'metrics', ...metrics, timestamp },
    ],
    [
      { kind: 'rooms', rooms: figures, at },
      { type: 'rooms', ...figures, timestamp },
    ],
    [
      { kind: 'alert', alert: { ...alert, timestamp: at } },
      { type: 'alert', ...alert, timestamp },
    ],
    [
      { kind: 'alert', alert: { ...alert, timestamp: at, acknowledgedBy: 'olga', acknowledgedAt: at } },
      { type: 'alert', ...alert, timestamp, acknowledgedBy: 'olga', acknowledgedAt: timestamp },
    ],
    [
      { kind: 'systemEvent', event: { ...event, timestamp: at } },
      { type: 'systemEvent', ...event, timestamp },
    ],
    [
      { kind: 'statuses', statuses: [{ userId: 'ben', status: 'away' }], ref: 12 },
      { type: 'statuses', statuses: [{ userId: 'ben', status: 'away' }], ref: 12 },
    ],
    [
      { kind: 'status', userId: 'ann', status: 'dnd' },
      { type: 'status', userId: 'ann', status: 'dnd' },
    ],
    [
      { kind: 'broadcast', data: { a: [null] }, at },
      { type: 'broadcast', data: { a: [null] }, timestamp },
    ],
  ])('%j', (frame, body) => {
    expect(wire(frame)).toEqual(body);
  });

  it('is in as many rooms as it likes, and a guest is told who it is', () => {
    expect(dialect.traits(new URLSearchParams())).toEqual({ oneRoom: false, greetsGuests: true });
  });
});
