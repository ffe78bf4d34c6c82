import { callRest } from './rest-client.js';
import type { Frame } from './client.js';
import { json, msgpack, NativeClient, type NativeOptions } from './native-client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0' } });
const here = new Set<NativeClient>();

afterEach(async () => {
  const clients = [...here];
  here.clear();
  await Promise.all(clients.map((client) => client.close()));
});

/** Not greeted yet. */
async function comes(options: NativeOptions): Promise<NativeClient> {
  const client = await NativeClient.open(scene.stack.socketUrl, options);
  here.add(client);
  return client;
}

/** Somebody with a token, greeted. */
async function connect(userId: string, options: NativeOptions = {}): Promise<NativeClient> {
  const client = await comes({ token: scene.stack.token(userId), ...options });
  await client.next({ type: 'connection', userId });
  return client;
}

const post = (roomId: string, content: string) => ({ action: 'message', roomId, content, clientMessageId: content });
const told = (frames: readonly Frame[]) =>
  frames.map(({ messageId, offset, content, timestamp }) => ({ messageId, offset, content, timestamp }));
const posts = (roomId: string, words: string, count: number) =>
  Array.from({ length: count }, (_, index) => post(roomId, `${words} ${index}`));

it.each([json, msgpack])('several frames of one message are answered in order: $subprotocol', async (written) => {
  const roomId = scene.newRoom();
  const ann = await connect('ann', { written });
  expect(ann.socket.protocol).toBe(written.subprotocol);
  ann.send(
    { action: 'joinRoom', roomId, ref: 1 },
    { action: 'message', roomId, content: 'hello', clientMessageId: 'c1' },
    { action: 'members', roomId, ref: 2 },
    { action: 'nonsense', ref: 3 },
    { action: 'history', roomId: 'elsewhere', ref: 4 },
    { action: 'ping', ref: 5 },
  );
  await ann.next({ type: 'done', ref: 5 });
  const { messageId, offset } = await ann.next({ type: 'accepted', clientMessageId: 'c1' });
  await ann.next({ type: 'message', messageId, offset });
  expect(ann.frames.filter((frame) => 'ref' in frame).map(({ type, ref }) => [type, ref])).toEqual([
    ...[
      ['joinedRoom', 1],
      ['done', 1],
      ['members', 2],
      ['done', 2],
      ['error', 3],
      ['error', 4],
      ['pong', 5],
    ],
    ['done', 5],
  ]);
});

it('people who write it in either way and those of another language sit in one room, on both gateways', async () => {
  const roomId = scene.newRoom();
  // Of eight, all on one gateway is a chance of 1 in 128; what is heard is the same then too.
  const natives = await Promise.all(
    Array.from({ length: 8 }, (_, nth) => connect(`native-${nth}`, { written: nth % 2 === 0 ? json : msgpack })),
  );
  const rooms = await scene.connect('rooms');
  await rooms.join(roomId);
  for (const native of natives) await native.ask({ action: 'joinRoom', roomId });

  for (const [nth, native] of natives.entries()) native.send(...posts(roomId, `native ${nth}`, 5));
  for (const { content } of posts(roomId, 'rooms', 5)) rooms.send({ action: 'message', roomId, content });
  await Promise.all(natives.map((native) => native.next(() => native.of('message').length === 45)));
  await rooms.next(() => rooms.of('message').length === 45);
  const order = told(rooms.of('message'));
  for (const native of natives) expect(told(native.of('message'))).toEqual(order);
  expect(new Set(order.map(({ messageId }) => messageId)).size).toBe(45);
});

it.each([json, msgpack])(
  'who is cut off comes back with its offset and misses nothing: $subprotocol',
  async (written) => {
    const roomId = scene.newRoom();
    const speaker = await connect('speaker');
    await speaker.ask({ action: 'joinRoom', roomId });
    const away = await connect('away', { written });
    await away.ask({ action: 'joinRoom', roomId });
    speaker.send(...posts(roomId, 'before', 3));
    await away.next({ type: 'message', content: 'before 2' });
    const [offset] = away
      .of('message')
      .map((frame) => frame['offset'])
      .slice(-1);
    away.reset();
    await away.closed;

    for (let page = 0; page < 4; page += 1) speaker.send(...posts(roomId, `page ${page}`, 50));
    await speaker.next({ type: 'message', content: 'page 3 49' });
    const back = await connect('away', { written });
    const [resumed, done] = await back.ask({ action: 'resume', rooms: [{ roomId, offset }] });
    speaker.send(post(roomId, 'live'));
    for (const each of [speaker, back]) await each.next({ type: 'message', content: 'live' });
    expect(resumed).toMatchObject({ type: 'resumed', roomId, complete: true, from: offset });
    expect(done).toMatchObject({ type: 'done', action: 'resume' });
    expect(told(back.of('message'))).toEqual(told(speaker.of('message')).slice(3));
    // Two hundred messages of a replay are not two hundred messages of the socket.
    expect(Math.max(...back.messages)).toBeGreaterThan(20);
  },
);

it("one connection tells of one's rooms, what is decided about them, what one is notified of, and how things are", async () => {
  const [first, second] = [scene.newRoom(), scene.newRoom()];
  const ann = await connect('ann', { written: msgpack, token: scene.stack.token('ann', { roles: ['admin'] }) });
  const ben = await connect('ben');
  await ann.ask({ action: 'joinRoom', roomId: first, roomName: 'First', stay: true });
  await ben.ask({ action: 'joinRoom', roomId: second, stay: true });

  const [following] = await ann.ask({ action: 'follow' });
  const listed = (following?.['rooms'] as readonly { readonly roomId: string }[]).filter(
    ({ roomId }) => roomId === first,
  );
  expect(listed).toMatchObject([{ name: 'First', ownerId: 'ann', unreadCount: 0, archived: false, settings: {} }]);
  expect(await ann.ask({ action: 'notifications' })).toMatchObject([{ type: 'done' }]);

  // Ben comes, is seen as a member, and mentions Ann; she renames the room.
  await ben.ask({ action: 'joinRoom', roomId: first, stay: true });
  await ann.next({ type: 'membership', roomId: first, userId: 'ben', isMember: true, kind: 'member' });
  ben.send(post(first, 'look, @ann'));
  const { id } = await ann.next({ type: 'notification', roomId: first, read: false });
  const renamed = await callRest(scene.stack, ['PATCH', `/rooms/${first}`], { as: 'ann', body: { name: 'Firstly' } });
  expect(renamed.status).toBe(200);
  for (const each of [ann, ben])
    await each.next({ type: 'roomChanged', change: 'RoomRenamed', roomId: first, by: 'ann', name: 'Firstly' });

  // What she does on one connection her others are told.
  const other = await connect('ann');
  await other.ask({ action: 'notifications' });
  expect(other.of('notification')).toMatchObject([{ id, level: 'info' }]);
  expect(await ann.ask({ action: 'readNotification', id })).toMatchObject([{ type: 'done' }]);
  await other.next({ type: 'notificationUpdated', id, change: 'read', unreadCount: 0 });

  // She comes to be in a second room by another connection, and hears of it and in it.
  await other.ask({ action: 'joinRoom', roomId: second, stay: true });
  await ann.next(({ type, room }) => type === 'followed' && (room as Frame)['roomId'] === second);
  ben.send(post(second, 'in the second'));
  await ann.next({ type: 'message', roomId: second, content: 'in the second' });

  await ann.ask({ action: 'watch', streams: ['metrics', 'events'] });
  expect(await ann.next('metrics')).toMatchObject({ activeUsers: expect.any(Number) as number });
  await ann.next('systemEvent');
  expect(await ben.ask({ action: 'watch', streams: ['metrics'] })).toMatchObject([
    { type: 'error', code: 'forbidden' },
  ]);
  const [statuses] = await ben.ask({ action: 'statuses', userIds: ['ann', 'nobody'] });
  expect(statuses?.['statuses']).toContainEqual({ userId: 'nobody', status: 'offline' });
});

it('a guest is told who it is, becomes a user by a token, and a later token of that user gives more time', async () => {
  const guest = await comes({});
  const { userId } = await guest.next({ type: 'connection', guest: true });
  expect(userId).toMatch(/^guest-/);
  const exp = Math.floor(Date.now() / 1000) + 60;
  await guest.ask({ action: 'authenticate', token: scene.stack.token('ann', { exp }) });
  await guest.next({ type: 'connection', userId: 'ann', expiresAt: new Date(exp * 1000).toISOString() });
  const later = await guest.ask({ action: 'authenticate', token: scene.stack.token('ann', { exp: exp + 60 }) });
  expect(later).toMatchObject([
    { type: 'authenticated', expiresAt: new Date((exp + 60) * 1000).toISOString() },
    { type: 'done', action: 'authenticate' },
  ]);
  const foreign = await guest.ask({ action: 'authenticate', token: scene.stack.token('ben') });
  expect(foreign).toMatchObject([{ type: 'error', code: 'identity_fixed' }]);
  expect(await guest.ask({ action: 'authenticate', token: 'none' })).toMatchObject([{ code: 'invalid_token' }]);
});

it('the subprotocol that means something is echoed, whatever stands beside it; without one it is JSON', async () => {
  const token = `token.${scene.stack.token('ann')}`;
  const echoed = async (...protocols: readonly string[]) => {
    const client = await comes({ protocols, written: protocols.includes(msgpack.subprotocol) ? msgpack : json });
    await client.next('connection');
    return client.socket.protocol;
  };
  expect(await echoed(token, 'noroshi.v1.msgpack')).toBe('noroshi.v1.msgpack');
  expect(await echoed('chat', 'noroshi.v1.json', token)).toBe('noroshi.v1.json');
  expect(await echoed('noroshi.v1', token)).toBe('noroshi.v1');
  expect(await echoed()).toBe('');
});

it('what can not be read is told, and the connection lives; what is too long closes it', async () => {
  const ann = await connect('ann', { written: msgpack });
  ann.socket.send('{"action":"ping"}');
  expect(await ann.next('error')).toMatchObject({ code: 'text_not_supported' });
  ann.socket.send(Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff]));
  expect(await ann.next('error')).toMatchObject({ code: 'invalid_msgpack' });
  expect(await ann.ask({ action: 'signal', roomId: 'x', connectionId: 'c', data: 1 })).toMatchObject([
    { type: 'error', code: 'not_in_room', roomId: 'x' },
  ]);
  const ben = await connect('ben');
  ben.socket.send(Buffer.from('{"action":"ping"}'));
  expect(await ben.next('error')).toMatchObject({ code: 'binary_not_supported' });
  ben.socket.send('{"action":"ping","ref":7}\n{"action":');
  await ben.next({ type: 'done', ref: 7 });
  expect(await ben.next('error')).toMatchObject({ code: 'invalid_json' });
  ann.send({ action: 'ping', padding: 'x'.repeat(70_000) });
  expect(await ann.closed).toMatchObject({ code: 1009 });
});
