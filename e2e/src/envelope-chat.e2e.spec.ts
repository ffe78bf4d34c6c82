import { eventually } from '@noroshi/testing';
import { ask, get } from './api.js';
import { NotUpgraded, type ConnectOptions } from './client.js';
import { EnvelopeClient, type RoomItem } from './envelope-client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2' } });

const here = new Set<EnvelopeClient>();
afterEach(async () => {
  const clients = [...here];
  here.clear();
  await Promise.all(clients.map((client) => client.close()));
});

const chat = async (options: ConnectOptions): Promise<EnvelopeClient> => {
  const client = await EnvelopeClient.open(scene.stack.socketUrl, { path: '/ws/chat', ...options });
  here.add(client);
  return client;
};
const user = (userId: string, claims = {}) => chat({ token: scene.stack.token(userId, claims) });
const guest = (userId: string) => chat({ query: { userId } });

/** Names that no other test knows: what somebody is in outlives the test. */
let scenes = 0;
const cast = (...names: readonly string[]) => {
  scenes += 1;
  return names.map((name) => `${name}-${scenes}`);
};
const roomIn = (rooms: readonly RoomItem[], id: string) => rooms.find((room) => room.id === id);

it('a conversation as a front end with hooks has it, over two gateways', async () => {
  const [ann = '', ben = ''] = cast('ann', 'ben');
  const lobby = scene.newRoom();
  const a = await user(ann, { name: 'Ann' });
  expect(await a.rooms(ann)).toEqual([]);
  await a.openRoom(lobby, { userId: ann });
  const b = await user(ben, { name: 'Ben' });
  await b.rooms(ben);
  await b.openRoom(lobby, { userId: ben });
  expect(await a.next('user_joined')).toEqual({ roomId: lobby, user: { id: ben, username: 'Ben' } });

  const before = Date.now();
  const heard = b.next('message');
  const own = await a.say(lobby, 'hello', { userId: 'somebody else', username: 'Liar' });
  expect(own).toEqual({
    id: expect.any(String) as string,
    ...{ roomId: lobby, userId: ann, username: 'Ann', content: 'hello', type: 'text' },
    timestamp: expect.any(Number) as number,
  });
  expect(await heard).toEqual(own);
  expect(Math.abs((own['timestamp'] as number) - before)).toBeLessThan(60_000);

  a.send('typing_start', { roomId: lobby, userId: ann, username: 'Ann' });
  expect(await b.next('typing_start')).toEqual({ roomId: lobby, userId: ann, username: 'Ann' });
  a.send('typing_stop', { roomId: lobby, userId: ann });
  expect(await b.next('typing_stop')).toMatchObject({ roomId: lobby, userId: ann });

  a.send('leave_room', { roomId: lobby });
  expect(await b.next('user_left')).toEqual({ roomId: lobby, user: { id: ann, username: 'Ann' } });
  await b.say(lobby, 'are you still there?');
  expect(await a.next('message', { content: 'are you still there?' })).toMatchObject({ userId: ben });
  await Promise.all([a.settled(), b.settled()]);
  expect([a.of('typing_start'), a.of('error'), b.of('error')]).toEqual([[], [], []]);
});

it('people of two languages in one room see each other, and the same messages', async () => {
  const [ann = '', bob = ''] = cast('ann', 'bob');
  const lobby = scene.newRoom();
  const hook = await user(ann, { name: 'Ann' });
  await hook.openRoom(lobby);
  const old = await scene.connect(bob);
  await old.join(lobby);
  expect(await hook.next('user_joined')).toMatchObject({ roomId: lobby, user: { id: bob } });
  const heard = hook.next('message', { userId: bob });
  const { messageId } = await old.say(lobby, 'hello', { messageType: 'poll' });
  expect(await heard).toMatchObject({
    id: messageId,
    content: 'hello',
    type: 'text',
    metadata: { messageType: 'poll' },
  });
  const answer = await hook.say(lobby, 'hello yourself');
  expect(await old.next({ type: 'message', userId: ann })).toMatchObject({ messageId: answer['id'], username: 'Ann' });
  old.send({ action: 'edit', roomId: lobby, messageId, content: 'good day' });
  expect(await hook.next('message_edited')).toMatchObject({ id: messageId, content: 'good day' });
  old.send({ action: 'typing', roomId: lobby, isTyping: true });
  await hook.next('typing_start', { userId: bob });
  await hook.next('typing_stop', { userId: bob });
  await hook.close();
  await old.next({ type: 'memberLeft', userId: ann });
});

it('typing stops by itself, also when the one who types is gone', async () => {
  const [ann = '', ben = ''] = cast('ann', 'ben');
  const lobby = scene.newRoom();
  const [a, b] = [await user(ann), await user(ben)];
  for (const client of [a, b]) await client.openRoom(lobby);
  a.send('typing_start', { roomId: lobby });
  await b.next('typing_start', { userId: ann });
  await b.next('typing_stop', { userId: ann });
  a.send('typing_start', { roomId: lobby });
  await b.next('typing_start', { userId: ann });
  a.reset();
  await b.next('typing_stop', { userId: ann });
});

it('who was cut finds what was said meanwhile counted, once, and hears what comes after', async () => {
  const [ann = '', ben = ''] = cast('ann', 'ben');
  const [lobby, attic] = [scene.newRoom(), scene.newRoom()];
  const [a, b] = [await user(ann), await user(ben)];
  for (const client of [a, b]) for (const roomId of [attic, lobby]) await client.openRoom(roomId);
  await a.say(lobby, 'seen');
  await b.next('message', { content: 'seen' });
  await eventually(() => b.of('room_read').length === 3, { reason: 'two rooms were opened, and one thing was read' });
  b.reset();
  await a.next('user_left', { roomId: lobby });
  for (const content of ['one', 'two', 'three']) await a.say(lobby, content);
  await a.say(attic, 'up here');

  const back = await user(ben);
  const rooms = await back.rooms(ben);
  expect(rooms.map(({ id }) => id).toSorted()).toEqual([lobby, attic].toSorted());
  expect(roomIn(rooms, lobby)).toMatchObject({
    id: lobby,
    name: `Room ${lobby}`,
    unreadCount: 3,
    lastMessage: { content: 'three', userId: ann, roomId: lobby, type: 'text' },
  });
  expect(
    roomIn(rooms, lobby)
      ?.participants.map(({ id }) => id)
      .toSorted(),
  ).toEqual([ann, ben].toSorted());
  expect(roomIn(rooms, attic)).toMatchObject({ unreadCount: 1 });

  await a.say(lobby, 'live');
  await back.next('message', { content: 'live' });
  await back.settled();
  expect(back.of('message').map(({ content }) => content)).toEqual(['live']);
});

it('the room that is open counts as read as messages arrive, and others do not', async () => {
  const [ann = '', ben = ''] = cast('ann', 'ben');
  const [lobby, attic] = [scene.newRoom(), scene.newRoom()];
  const [a, b, otherTab] = [await user(ann), await user(ben), await user(ben)];
  for (const client of [a, b]) for (const roomId of [attic, lobby]) await client.openRoom(roomId);
  await otherTab.rooms(ben);
  for (const roomId of [lobby, attic, lobby]) await a.say(roomId, `in ${roomId}`);
  const unread = async () => {
    const rooms = await otherTab.rooms(ben);
    return [roomIn(rooms, lobby)?.unreadCount, roomIn(rooms, attic)?.unreadCount];
  };
  await eventually(async () => (await unread()).join() === '0,1', { reason: 'only the open room is read' });
  await b.openRoom(attic);
  await eventually(async () => (await unread()).join() === '0,0', {
    reason: 'the other one is read when it is opened',
  });
  await otherTab.next('room_read', { roomId: attic, unreadCount: 0 });

  const answer = await get(scene.stack, '/me/rooms', scene.stack.token(ben));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    items: [lobby, attic].toSorted().map((roomId) => ({
      roomId,
      unreadCount: 0,
      memberCount: 2,
      lastMessage: { content: `in ${roomId}`, userId: ann },
    })),
  });
});

it('who comes and goes is told first in and last out, and only where the room is open', async () => {
  const [ann = '', ben = ''] = cast('ann', 'ben');
  const lobby = scene.newRoom();
  const [watching, following] = [await user(ann), await user(ann)];
  await watching.openRoom(lobby);
  await following.rooms(ann);
  const tabs = [await user(ben), await user(ben)] as const;
  for (const tab of tabs) await tab.openRoom(lobby);
  await watching.next('user_joined', { roomId: lobby });
  tabs[0].send('leave_room', { roomId: lobby });
  await tabs[0].next('room_left');
  await tabs[1].close();
  await watching.next('user_left', { roomId: lobby });
  await Promise.all([watching.settled(), following.settled()]);
  expect([watching.of('user_joined').length, watching.of('user_left').length]).toEqual([1, 1]);
  expect([...following.of('user_joined'), ...following.of('user_left')]).toEqual([]);
});

it('rooms that a user comes to be in, and is put out of, are told while connected', async () => {
  const [ann = '', ben = ''] = cast('ann', 'ben');
  const [before, later] = [scene.newRoom(), scene.newRoom()];
  const [a, b, elsewhere] = [await user(ann), await user(ben), await user(ben)];
  await a.openRoom(later);
  await elsewhere.openRoom(before);
  expect((await b.rooms(ben)).map(({ id }) => id)).toEqual([before]);
  await elsewhere.openRoom(later);
  expect(await b.next('room_added')).toMatchObject({ id: later, unreadCount: 0 });
  await a.say(later, 'welcome');
  await b.next('message', { roomId: later, content: 'welcome' });

  const path = `/rooms/${encodeURIComponent(later)}/members/${ben}`;
  const removal = await ask(scene.stack, { method: 'DELETE', path, bearer: scene.stack.token(ann) });
  expect(removal.status).toBeLessThan(300);
  expect(await b.next('room_removed')).toEqual({ roomId: later, code: 'not_a_member' });
  await elsewhere.next('room_left', { roomId: later, code: 'not_a_member' });
  await a.say(later, 'among us');
  await b.settled();
  expect(b.of('message').map(({ content }) => content)).toEqual(['welcome']);
  expect((await b.rooms(ben)).map(({ id }) => id)).toEqual([before]);
});

it.each(['rooms', 'messages', 'nats'])(
  'nobody misses a room, or what is said in it, because %s was killed',
  async (name) => {
    const [ann = '', ben = ''] = cast('ann', 'ben');
    const [old, fresh] = [scene.newRoom(), scene.newRoom()];
    const [a, b, elsewhere] = [await user(ann), await user(ben), await user(ben)];
    for (const client of [a, elsewhere]) await client.openRoom(old);
    await a.openRoom(fresh);
    await b.rooms(ben);
    const former = scene.stack.kill(name);
    // Asked again until it is done, as people do.
    const comesIn = async () => {
      elsewhere.send('join_room', { roomId: fresh });
      return (await elsewhere.next('room_joined', { roomId: fresh }, 2_000).catch(() => undefined)) !== undefined;
    };
    await eventually(comesIn, { reason: 'somebody comes into a room' });
    await scene.stack.isBack(name, former);
    await b.next('room_added', { id: fresh }, 30_000);
    for (const roomId of [old, fresh]) {
      await a.say(roomId, `in ${roomId}`);
      await b.next('message', { roomId, content: `in ${roomId}` });
    }
    await b.settled();
    expect([b.of('room_added').length, b.of('message').length, b.of('rooms_list').length]).toEqual([1, 2, 1]);
  },
);

it('a guest hears the public rooms and those it is in, and is never a lasting member', async () => {
  const [ann = '', gus = '', gil = ''] = cast('ann', 'gus', 'gil');
  const [open, fresh] = [scene.newRoom(), scene.newRoom()];
  const a = await user(ann);
  await a.openRoom(open);
  const g = await guest(gus);
  expect((await g.rooms(gus)).map(({ id }) => id)).toContain(open);
  await a.say(open, 'to all');
  expect(await g.next('message', { roomId: open })).toMatchObject({ content: 'to all' });
  g.send('send_message', { roomId: open, content: 'may I?', username: 'Gus' });
  expect(await g.next('error')).toMatchObject({ code: 'not_in_room', roomId: open });

  await g.openRoom(open, { userId: gus, username: 'Gus' });
  const own = await g.say(open, 'now I may', { userId: ann, username: 'Gus' });
  expect(own).toMatchObject({ userId: gus, username: 'Gus', guest: true });
  await a.next('user_joined', { roomId: open });
  g.send('leave_room', { roomId: open });
  await g.next('room_left');
  await a.say(open, 'still heard');
  await g.next('message', { content: 'still heard' });

  await g.openRoom(fresh, { userId: gus });
  const other = await guest(gil);
  expect((await other.rooms(gil)).map(({ id }) => id)).toContain(fresh);
});

it('the token says who somebody is, also when it is shown on the socket, and may be renewed there', async () => {
  const [ann = ''] = cast('ann');
  const client = await chat({});
  client.send('authenticate', { token: scene.stack.token(ann, { name: 'Ann' }) });
  expect(await client.next('authenticated')).toMatchObject({ userId: ann, username: 'Ann' });
  const exp = Math.floor(Date.now() / 1000) + 7_200;
  client.send('authenticate', { token: scene.stack.token(ann, { exp }) });
  expect(await client.next('authenticated')).toEqual({ expiresAt: exp * 1_000 });
  client.send('authenticate', { token: scene.stack.token('somebody-else') });
  expect(await client.next('error')).toMatchObject({ code: 'identity_fixed' });
  client.send('authenticate', { token: 'nonsense' });
  expect(await client.next('error')).toMatchObject({ code: 'invalid_token' });
  await client.settled();
});

it('what can not be done is told, and the connection lives on', async () => {
  const [ann = ''] = cast('ann');
  const lobby = scene.newRoom();
  const client = await user(ann);
  await client.openRoom(lobby);
  for (const [text, code] of [
    ['{', 'invalid_json'],
    ['{"type":"shout"}', 'unknown_action'],
    ['{"type":"send_message","data":{"roomId":"nowhere","content":"x"}}', 'not_in_room'],
    [`{"type":"send_message","data":{"roomId":"${lobby}","content":"x","type":"system"}}`, 'invalid_message_type'],
    ['{"type":"leave_room","data":{"roomId":"nowhere"}}', 'not_in_room'],
  ] as const) {
    client.client.sendText(text);
    await client.next('error', { code });
  }
  client.client.sendText(Buffer.from('{"type":"ping"}'));
  await client.next('error', { code: 'binary_not_supported' });
  await client.say(lobby, 'all is well');
});

it('a hook that connects at every render is held back, and nobody else', async () => {
  const [looping = '', calm = ''] = cast('looping', 'calm');
  const render = async (): Promise<number> => {
    try {
      const client = await EnvelopeClient.open(scene.stack.socketUrl, {
        path: '/ws/chat',
        token: scene.stack.token(looping),
      });
      client.send('join_rooms', { userId: looping });
      void client.close();
      return 101;
    } catch (cause) {
      if (cause instanceof NotUpgraded) return cause.status;
      throw cause;
    }
  };
  const answers: number[] = [];
  // Each gateway counts for itself.
  while (!answers.includes(429) && answers.length < 1_000) answers.push(await render());
  expect(answers.at(-1)).toBe(429);
  const other = await user(calm);
  await other.openRoom(scene.newRoom());
});
