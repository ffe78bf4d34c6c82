import { get, readPage } from './api.js';
import type { Client, Frame } from './client.js';
import { setScene } from './scene.js';

const scene = setScene();

async function membersOf(client: Client, roomId: string): Promise<Frame> {
  client.send({ action: 'members', roomId });
  return client.next('members');
}

describe('a connection', () => {
  it('is in one room: joining another leaves the first', async () => {
    const [first, second] = [scene.newRoom(), scene.newRoom()];
    const alice = await scene.connect('alice');
    const bob = await scene.connect('bob');
    await alice.join(first);
    await bob.join(first);
    await bob.join(second);
    expect(await alice.next('memberLeft')).toMatchObject({ roomId: first, userId: 'bob', memberCount: 1 });
    bob.send({ action: 'message', roomId: first, content: 'still here?' });
    expect(await bob.next('error')).toMatchObject({ code: 'not_in_room', message: 'You are not in this room' });
    await alice.say(first, 'bob is gone');
    await bob.settled();
    expect(bob.of('message')).toEqual([]);
  });

  it('is in several rooms when it asked for that at connect', async () => {
    const [first, second] = [scene.newRoom(), scene.newRoom()];
    const alice = await scene.connect('alice', { query: { rooms: 'many' } });
    const bob = await scene.connect('bob');
    const carol = await scene.connect('carol');
    await Promise.all([alice.join(first), bob.join(first), carol.join(second)]);
    await alice.join(second);
    await bob.say(first, 'in the first');
    await carol.say(second, 'in the second');
    await alice.next({ type: 'message', roomId: first, content: 'in the first' });
    await alice.next({ type: 'message', roomId: second, content: 'in the second' });
    alice.send({ action: 'leaveRoom', roomId: first });
    await bob.next({ type: 'memberLeft', roomId: first, userId: 'alice' });
    await alice.say(second, 'still in the second');
  });

  it('that joins again is told so, and nobody else is', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connect('alice');
    const bob = await scene.connect('bob');
    await alice.join(roomId);
    await bob.join(roomId);
    expect(await bob.join(roomId)).toMatchObject({ roomId, status: 'already_joined' });
    await bob.say(roomId, 'after it');
    await alice.next('message');
    expect(alice.of('memberJoined')).toHaveLength(1);
  });

  it('in no room cannot leave one', async () => {
    const alice = await scene.connect('alice');
    alice.send({ action: 'leaveRoom' });
    expect(await alice.next('error')).toMatchObject({ action: 'leaveRoom' });
    alice.send({ action: 'leaveRoom', roomId: null });
    expect(await alice.next('error')).toMatchObject({ action: 'leaveRoom' });
  });

  it('may send what existing clients add: unknown fields, a time of its own, null for what it leaves out', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connect('alice');
    const joined = await alice.join(roomId, { roomName: null, timestamp: new Date().toISOString(), extra: { a: [1] } });
    expect(joined).toMatchObject({ roomName: `Room ${roomId}` });
    await alice.say(roomId, 'hello', { messageType: null, clientMessageId: null, timestamp: 5 });
    alice.send({ action: 'leaveRoom', roomId: null });
    await alice.next('leftRoom');
  });

  it('answers on every path of the dialect', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connect('alice');
    const bob = await scene.connect('bob', { path: '/dev' });
    const carol = await scene.connect('carol', { path: '/prod' });
    await Promise.all([alice.join(roomId), bob.join(roomId), carol.join(roomId)]);
    await carol.say(roomId, 'from a stage');
    await Promise.all([alice, bob].map((client) => client.next({ type: 'message', content: 'from a stage' })));
  });
});

describe('a room', () => {
  it('has the name its first visitor gave it, and that visitor as owner', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connect('alice');
    expect(await alice.join(roomId, { roomName: 'The hill' })).toMatchObject({ roomName: 'The hill', memberCount: 1 });
    const bob = await scene.connect('bob');
    expect(await bob.join(roomId, { roomName: 'Mine' })).toMatchObject({ roomName: 'The hill', memberCount: 2 });
    const { items } = (await (await get(scene.stack, '/rooms?limit=100', scene.stack.token('bob'))).json()) as {
      items: Frame[];
    };
    expect(items.find((room) => room['roomId'] === roomId)).toEqual({
      roomId,
      name: 'The hill',
      ownerId: 'alice',
      settings: { isPublic: true, maxMembers: 100, allowFileSharing: true },
      memberCount: 2,
      present: 2,
    });
  });

  it('lists its members: their role, and whether they are here', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connectAs({ token: scene.stack.token('alice', { name: 'Alice A.' }) });
    const bob = await scene.connect('bob');
    const carol = await scene.connect('carol');
    await alice.join(roomId);
    await bob.join(roomId);
    await carol.join(roomId, { stay: true });
    await carol.close();
    await alice.next({ type: 'memberLeft', userId: 'carol' });
    const { members, count, present } = await membersOf(bob, roomId);
    expect({ count, present }).toEqual({ count: 3, present: 2 });
    expect(members).toHaveLength(3);
    expect(members).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ userId: 'alice', name: 'Alice A.', role: 'owner', present: true }),
        expect.objectContaining({ userId: 'bob', name: 'bob', role: 'member', present: true }),
        expect.objectContaining({ userId: 'carol', name: 'carol', role: 'member', present: false }),
      ]),
    );
  });

  it.each([
    ['with a dot', 'a.b'],
    ['a star', '*'],
    ['a greater sign', '>'],
    ['with spaces', ' two words '],
    ['an emoji', '👩‍👩‍👧‍👦🔥'],
    ['named like a prototype', '__proto__'],
    ['named like a constructor', 'constructor'],
    ['a path', '../../etc/passwd?x=1#y'],
    ['a dollar and a percent sign', '$SYS.%2e%'],
    ['of 128 characters', '狼'.repeat(128)],
  ])('may have an id %s', async (_what, roomId) => {
    const alice = await scene.connect('alice');
    const bob = await scene.connect('bob');
    await alice.join(roomId);
    await bob.join(roomId);
    const said = await alice.say(roomId, `in ${roomId}`, { clientMessageId: 'x' });
    expect(await bob.next('message')).toEqual(said);
    bob.send({ action: 'typing', roomId, isTyping: true });
    await alice.next({ type: 'typing', roomId, userId: 'bob' });
    expect((await readPage(scene.stack, { roomId, token: scene.stack.token('bob') })).items).toEqual([said]);
  });

  it('with a wildcard in its id hears nothing of others', async () => {
    const roomId = scene.newRoom();
    const wildcards = ['room-*', '*', '>', 'room.>'];
    const eve = await scene.connect('eve', { query: { rooms: 'many' } });
    for (const id of wildcards) await eve.join(id);
    const alice = await scene.connect('alice');
    await alice.join(roomId);
    await alice.say(roomId, 'in private');
    for (const id of wildcards) await eve.say(id, 'heard here');
    expect(eve.of('message').map((frame) => frame['roomId'])).toEqual(wildcards);
  });
});

describe('a read mark', () => {
  it('reaches all of the user’s connections with what is left unread, and nobody else', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connect('alice');
    const bob = await scene.connect('bob');
    const bobsPhone = await scene.connect('bob');
    await alice.join(roomId);
    await bob.join(roomId);
    const offsets = [];
    for (const line of ['one', 'two', 'three']) offsets.push((await alice.say(roomId, line))['offset']);
    await bob.say(roomId, 'my own is read');
    bob.send({ action: 'read', roomId, offset: offsets[0] });
    const read = { type: 'read', roomId, offset: offsets[0], unreadCount: 2 };
    expect(await bob.next('read')).toEqual(read);
    expect(await bobsPhone.next('read')).toEqual(read);
    bob.send({ action: 'read', roomId, offset: offsets[2] });
    expect(await bobsPhone.next('read')).toEqual({ ...read, offset: offsets[2], unreadCount: 0 });
    await alice.settled();
    expect(alice.of('read')).toEqual([]);
  });

  it('never moves back, and one that does not move is answered with where it is', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connect('alice');
    const bob = await scene.connect('bob');
    await alice.join(roomId);
    await bob.join(roomId);
    const first = await alice.say(roomId, 'one');
    const last = await alice.say(roomId, 'two');
    bob.send({ action: 'read', roomId, offset: last['offset'] });
    await bob.next('read');
    bob.send({ action: 'read', roomId, offset: first['offset'] });
    expect(await bob.next('read')).toMatchObject({ offset: last['offset'], unreadCount: 0 });
  });
});
