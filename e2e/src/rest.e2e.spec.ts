import { messagesPath, readAll } from './api.js';
import { compareWithDocuments } from './event-documents.js';
import type { Body } from './rest-client.js';
import { everywhere, KEY, roomPath, setRestScene } from './rest-scene.js';

const { scene, call, openRoom, post } = setRestScene();

describe('a room', () => {
  it('that is opened has the wished id, name and settings, and is found where the answer says', async () => {
    const roomId = `${scene.newRoom()} 狼煙/?`;
    const opened = await call('POST', '/rooms', {
      as: 'olga',
      body: { id: roomId, name: 'Tower', settings: { maxMembers: 7 } },
    });
    const expected = {
      ...{ roomId, name: 'Tower', ownerId: 'olga', memberCount: 1, present: 0 },
      settings: { isPublic: true, maxMembers: 7, allowFileSharing: true },
    };
    expect(opened).toMatchObject({ status: 201, body: expected });
    const path = (opened.headers.location ?? '').replace('/api/v1', '');
    for (const { body } of await everywhere(() => call('GET', path, { as: 'bob' }))) expect(body).toEqual(expected);
    expect(await call('POST', '/rooms', { as: 'bob', body: { id: roomId, name: 'Mine' } })).toMatchObject({
      status: 409,
      body: { code: 'room_exists' },
    });
  });

  it('is changed by its owner alone, and settings that are left out stay', async () => {
    const roomId = await openRoom({ maxMembers: 9 });
    const changes = { name: 'Keep', settings: { allowFileSharing: false } };
    expect(await call('PATCH', roomPath(roomId), { as: 'bob', body: changes })).toMatchObject({ status: 403 });
    expect(await call('PATCH', roomPath(roomId), { as: 'olga', body: changes })).toMatchObject({
      status: 200,
      body: { name: 'Keep', settings: { isPublic: true, maxMembers: 9, allowFileSharing: false } },
    });
  });

  it('that is private is found by those in it and those invited, and by nobody else', async () => {
    const roomId = await openRoom({ isPublic: false });
    const { body: said } = await post(roomId, 'olga', { content: 'between us' });
    const messageId = said['messageId'] as string;
    const attempts: [method: string, path: string, body?: object][] = [
      ['GET', ''],
      ['PATCH', '', { name: 'Mine' }],
      ['DELETE', ''],
      ['GET', '/members'],
      ['POST', '/members'],
      ['POST', '/members', { userId: 'carol' }],
      ['DELETE', '/members/olga'],
      ['PUT', '/bans/olga'],
      ['GET', '/messages'],
      ['POST', '/messages', { content: 'x' }],
      ['GET', `/messages/${messageId}`],
      ['PATCH', `/messages/${messageId}`, { content: 'x' }],
      ['DELETE', `/messages/${messageId}`],
      ['PUT', `/messages/${messageId}/reactions/x`],
      ['PUT', '/read', { offset: said['offset'] }],
    ];
    for (const [method, path, body] of attempts) {
      const { status, body: problem } = await call(method, `${roomPath(roomId)}${path}`, { as: 'mallory', body });
      expect([method, path, status, problem['code']]).toEqual([method, path, 404, 'room_not_found']);
    }
    expect(await call('POST', `${roomPath(roomId)}/members`, { as: 'olga', body: { userId: 'bob' } })).toMatchObject({
      status: 200,
    });
    for (const { status } of await everywhere(() => call('GET', roomPath(roomId), { as: 'bob' })))
      expect(status).toBe(200);
    expect(await call('GET', messagesPath(roomId), { as: 'bob' })).toMatchObject({ status: 404 });
    expect(await call('POST', `${roomPath(roomId)}/members`, { as: 'bob' })).toMatchObject({ status: 200 });
    for (const { body } of await everywhere(() => call('GET', messagesPath(roomId), { as: 'bob' })))
      expect(body['items']).toMatchObject([{ content: 'between us' }]);
  });

  it('lists its members with their roles, which its owner gives', async () => {
    const roomId = await openRoom();
    await call('POST', `${roomPath(roomId)}/members`, { as: 'bob' });
    const role = `${roomPath(roomId)}/members/bob/role`;
    expect(await call('PUT', role, { as: 'bob', body: { role: 'owner' } })).toMatchObject({ status: 403 });
    expect(await call('PUT', role, { as: 'olga', body: { role: 'moderator' } })).toMatchObject({ status: 200 });
    const members = async (): Promise<unknown> => {
      const { body } = await call('GET', `${roomPath(roomId)}/members`, { as: 'carol' });
      return (body['items'] as { userId: string }[]).toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
    };
    expect(await members()).toEqual([
      { userId: 'bob', name: 'bob', role: 'moderator', present: false },
      { userId: 'olga', name: 'olga', role: 'owner', present: false },
    ]);
    expect(await call('PUT', role, { as: 'olga', body: { role: 'owner' } })).toMatchObject({ status: 200 });
    expect(await members()).toEqual([
      expect.objectContaining({ userId: 'bob', role: 'owner' }),
      expect.objectContaining({ userId: 'olga', role: 'member' }),
    ]);
  });

  it('that is archived is read, and takes nothing any more', async () => {
    const roomId = await openRoom();
    await post(roomId, 'olga', { content: 'the last word' });
    expect(await call('DELETE', roomPath(roomId), { as: 'olga' })).toMatchObject({ status: 200 });
    expect(await call('GET', roomPath(roomId), { as: 'bob' })).toMatchObject({ status: 200, body: { archived: true } });
    expect(await post(roomId, 'olga', { content: 'one more' })).toMatchObject({ status: 410 });
    expect((await call('GET', messagesPath(roomId), { as: 'bob' })).body['items']).toHaveLength(1);
  });
});

describe('a back end', () => {
  const bearer = `${KEY.id}:${KEY.secret}`;
  const forBob = { 'noroshi-user': 'b%C3%B6b', 'noroshi-user-name': 'B%C3%B6b%20B.' };

  it('acts for the user that it names, and may what that user may', async () => {
    const roomId = await openRoom();
    const asBob = (method: string, path: string, body?: object) =>
      call(method, `${roomPath(roomId)}${path}`, { bearer, body, headers: forBob });
    expect(await asBob('POST', '/messages', { content: 'x' })).toMatchObject({ body: { code: 'not_a_member' } });
    expect(await asBob('POST', '/members')).toMatchObject({ status: 200 });
    expect(await asBob('POST', '/messages', { content: 'hello' })).toMatchObject({ status: 201 });
    expect(await asBob('PATCH', '', { name: 'Mine' })).toMatchObject({ status: 403 });
    const [said] = await readAll(scene.stack, { roomId, token: scene.stack.token('olga') });
    expect(said).toMatchObject({ userId: 'böb', username: 'Böb B.', content: 'hello' });
    expect(await call('GET', '/connections', { bearer, headers: forBob })).toMatchObject({ status: 403 });
  });

  it('says for whom it acts where only users act, and reads in its own name', async () => {
    const roomId = await openRoom({ isPublic: false });
    await post(roomId, 'olga', { content: 'between us' });
    expect(await call('POST', messagesPath(roomId), { bearer, body: { content: 'x' } })).toMatchObject({
      status: 400,
      body: { code: 'user_required' },
    });
    expect((await call('GET', messagesPath(roomId), { bearer })).body['items']).toMatchObject([
      { content: 'between us' },
    ]);
  });

  it('is the only one whose word for somebody else counts', async () => {
    const roomId = await openRoom();
    expect(
      await call('POST', `${roomPath(roomId)}/members`, { as: 'mallory', headers: { 'noroshi-user': 'olga' } }),
    ).toMatchObject({ status: 200 });
    const said = await call('POST', messagesPath(roomId), {
      as: 'mallory',
      body: { content: 'I am Olga' },
      headers: { 'noroshi-user': 'olga' },
    });
    expect(said.status).toBe(201);
    const [message] = await readAll(scene.stack, { roomId, token: scene.stack.token('olga') });
    expect(message).toMatchObject({ userId: 'mallory' });
  });
});

it('a path that does not take a method says which it takes', async () => {
  for (const [method, path, allow] of [
    ['DELETE', '/rooms', 'GET, HEAD, POST, OPTIONS'],
    ['GET', '/dev/tokens', 'POST, OPTIONS'],
    ['POST', '/rooms/x', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
  ] as const) {
    const { status, headers, body } = await call(method, path, { as: 'olga' });
    expect({ status, allow: headers.allow, code: body['code'] }).toEqual({
      status: 405,
      allow,
      code: 'method_not_allowed',
    });
  }
});

it('what it takes and what sockets say is told by the documents that it serves, to anybody', async () => {
  const document = async (path: string): Promise<Body> => {
    const answer = await fetch(`${scene.stack.url}${path}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    return (await answer.json()) as Body;
  };
  expect(await document('/openapi.json')).toMatchObject({ openapi: '3.1.1' });
  const { asyncapi, channels } = await document('/asyncapi.json');
  expect(asyncapi).toBe('3.1.0');
  const addresses = Object.values(channels as Record<string, { address: string }>).map(({ address }) => address);
  expect(addresses).toEqual(expect.arrayContaining(['/ws', '/dev', '/prod', '/ws/chat', '/ws/notifications']));
});

it('all that is stored because of it is as docs/events says', async () => {
  const { types, complaints } = await compareWithDocuments(scene.stack);
  expect(complaints).toEqual([]);
  expect([...types]).toEqual(
    expect.arrayContaining([
      ...['room.RoomOpened', 'room.SettingsChanged', 'room.RoleChanged', 'room.UserInvited', 'room.MemberJoined'],
      ...['room.RoomArchived', 'room.MessagePosted'],
    ]),
  );
});
