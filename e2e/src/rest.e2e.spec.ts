import { eventually } from '@noroshi/testing';
import { messagesPath, readAll } from './api.js';
import type { Frame } from './client.js';
import { compareWithDocuments } from './event-documents.js';
import { callRest, type Answered, type Body, type Call } from './rest-client.js';
import { setScene } from './scene.js';

const KEY = { id: 'billing', secret: 'a-key-of-a-back-end' };

const scene = setScene({
  env: { NOROSHI_GATEWAYS: '2', NOROSHI_ANONYMOUS: 'false', NOROSHI_API_KEYS: `${KEY.id}:${KEY.secret}` },
});

const call = (method: string, path: string, given: Call = {}): Promise<Answered> =>
  callRest(scene.stack, [method, path], given);

const room = (roomId: string): string => `/rooms/${encodeURIComponent(roomId)}`;

/** Opened by Olga, who owns it. */
async function openRoom(settings: object = {}): Promise<string> {
  const { status, body } = await call('POST', '/rooms', { as: 'olga', body: { name: 'Tower', settings } });
  expect(status).toBe(201);
  return body['roomId'] as string;
}

const post = (roomId: string, as: string, body: object, headers = {}): Promise<Answered> =>
  call('POST', messagesPath(roomId), { as, body, headers });

/** On all gateways alike: of twelve connections, all on one is a chance of 1 in 2,000. */
const everywhere = <T>(ask: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 12 }, ask));

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
    expect(await call('PATCH', room(roomId), { as: 'bob', body: changes })).toMatchObject({ status: 403 });
    expect(await call('PATCH', room(roomId), { as: 'olga', body: changes })).toMatchObject({
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
      const { status, body: problem } = await call(method, `${room(roomId)}${path}`, { as: 'mallory', body });
      expect([method, path, status, problem['code']]).toEqual([method, path, 404, 'room_not_found']);
    }
    expect(await call('POST', `${room(roomId)}/members`, { as: 'olga', body: { userId: 'bob' } })).toMatchObject({
      status: 200,
    });
    for (const { status } of await everywhere(() => call('GET', room(roomId), { as: 'bob' }))) expect(status).toBe(200);
    expect(await call('GET', messagesPath(roomId), { as: 'bob' })).toMatchObject({ status: 404 });
    expect(await call('POST', `${room(roomId)}/members`, { as: 'bob' })).toMatchObject({ status: 200 });
    for (const { body } of await everywhere(() => call('GET', messagesPath(roomId), { as: 'bob' })))
      expect(body['items']).toMatchObject([{ content: 'between us' }]);
  });

  it('lists its members with their roles, which its owner gives', async () => {
    const roomId = await openRoom();
    await call('POST', `${room(roomId)}/members`, { as: 'bob' });
    const role = `${room(roomId)}/members/bob/role`;
    expect(await call('PUT', role, { as: 'bob', body: { role: 'owner' } })).toMatchObject({ status: 403 });
    expect(await call('PUT', role, { as: 'olga', body: { role: 'moderator' } })).toMatchObject({ status: 200 });
    const members = async (): Promise<unknown> => {
      const { body } = await call('GET', `${room(roomId)}/members`, { as: 'carol' });
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
    expect(await call('DELETE', room(roomId), { as: 'olga' })).toMatchObject({ status: 200 });
    expect(await call('GET', room(roomId), { as: 'bob' })).toMatchObject({ status: 200, body: { archived: true } });
    expect(await post(roomId, 'olga', { content: 'one more' })).toMatchObject({ status: 410 });
    expect((await call('GET', messagesPath(roomId), { as: 'bob' })).body['items']).toHaveLength(1);
  });
});

describe('a message', () => {
  it('is heard on sockets under the id and offset that its author is answered', async () => {
    const roomId = await openRoom();
    const bob = await scene.connect('bob');
    await bob.join(roomId);
    const { status, headers, body } = await post(roomId, 'olga', { content: 'hello', messageType: 'image' });
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/v1${messagesPath(roomId)}/${String(body['messageId'])}`);
    const heard = await bob.next('message');
    expect(heard).toMatchObject({ ...body, content: 'hello', messageType: 'image', userId: 'olga' });
    const [read] = await readAll(scene.stack, { roomId, token: scene.stack.token('bob') });
    expect(read).toEqual(heard);
    const { body: one } = await call('GET', `${messagesPath(roomId)}/${String(body['messageId'])}`, { as: 'bob' });
    expect(one).toEqual(heard);
  });

  it('with an Idempotency-Key is stored once, and answered the same on every gateway', async () => {
    const roomId = await openRoom();
    const again = () => post(roomId, 'olga', { content: 'once' }, { 'idempotency-key': 'order 17' });
    const first = await again();
    expect(first.status).toBe(201);
    for (const { status, body } of await everywhere(again))
      expect({ status, body }).toEqual({ status: 201, body: first.body });
    const other = await post(roomId, 'olga', { content: 'another' }, { 'idempotency-key': 'order 18' });
    expect(other.body).not.toEqual(first.body);
    const atOnce = await everywhere(() =>
      post(roomId, 'olga', { content: 'a third' }, { 'idempotency-key': 'order 19' }),
    );
    expect(new Set(atOnce.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    const said = await readAll(scene.stack, { roomId, token: scene.stack.token('bob') });
    expect(said.map(({ content }) => content)).toEqual(['once', 'another', 'a third']);
  });

  it('has the key of its author alone, and is the one that a socket sent under it', async () => {
    const roomId = await openRoom();
    const bob = await scene.connect('bob');
    await bob.join(roomId);
    bob.send({ action: 'message', roomId, content: 'by socket', clientMessageId: 'k1' });
    const { messageId, offset } = await bob.next('accepted');
    const again = await post(roomId, 'bob', { content: 'by HTTP' }, { 'idempotency-key': 'k1' });
    expect(again).toMatchObject({ status: 201, body: { messageId, offset } });
    const olgas = await post(roomId, 'olga', { content: 'another' }, { 'idempotency-key': 'k1' });
    expect(olgas.body['messageId']).not.toBe(messageId);
  });

  it('is edited and deleted by its author, reacted to by members, and so heard', async () => {
    const roomId = await openRoom();
    const bob = await scene.connect('bob');
    await bob.join(roomId);
    const { messageId } = await bob.say(roomId, 'helo');
    const path = `${messagesPath(roomId)}/${String(messageId)}`;
    expect(await call('PATCH', path, { as: 'olga', body: { content: 'x' } })).toMatchObject({
      status: 403,
      body: { code: 'not_your_message' },
    });
    const edited = await call('PATCH', path, { as: 'bob', body: { content: 'hello' } });
    expect(edited).toMatchObject({ status: 200, body: { content: 'hello', editedAt: expect.any(String) as string } });
    await bob.next({ type: 'messageEdited', content: 'hello' });
    const reaction = `${path}/reactions/${encodeURIComponent('👍')}`;
    expect(await call('PUT', reaction, { as: 'olga' })).toMatchObject({ status: 200 });
    await bob.next({ type: 'reaction', emoji: '👍', userId: 'olga' });
    expect(await call('DELETE', reaction, { as: 'olga' })).toMatchObject({ status: 200 });
    await bob.next({ type: 'reaction', removed: true });
    expect(await call('DELETE', path, { as: 'bob' })).toMatchObject({ status: 204 });
    await bob.next('messageDeleted');
    expect(await call('GET', path, { as: 'bob' })).toMatchObject({ status: 200, body: { deleted: true, content: '' } });
    expect(await call('DELETE', path, { as: 'bob' })).toMatchObject({
      status: 404,
      body: { code: 'message_not_found' },
    });
  });

  it('answers another one of its room, once however often it is sent', async () => {
    const [roomId, otherRoom] = [await openRoom(), await openRoom()];
    const { body: asked } = await post(roomId, 'olga', { content: 'why?' });
    const { body: elsewhere } = await post(otherRoom, 'olga', { content: 'elsewhere' });
    const replyTo = asked['messageId'];
    const key = { 'idempotency-key': 'answer' };
    const answered = await post(roomId, 'olga', { content: 'because', replyTo }, key);
    expect(answered.status).toBe(201);
    const path = `${messagesPath(roomId)}/${String(answered.body['messageId'])}`;
    expect(await call('GET', path, { as: 'olga' })).toMatchObject({ body: { content: 'because', replyTo } });
    await call('DELETE', `${messagesPath(roomId)}/${String(replyTo)}`, { as: 'olga' });
    const again = await everywhere(() => post(roomId, 'olga', { content: 'because', replyTo }, key));
    for (const { status, body } of again) expect([status, body]).toEqual([201, answered.body]);
    for (const wrong of [replyTo, elsewhere['messageId'], `${String(answered.body['messageId'])}zz`, 'nonsense', 7])
      expect(await post(roomId, 'olga', { content: 'why?', replyTo: wrong })).toMatchObject({
        status: 404,
        body: { code: 'message_not_found' },
      });
    const all = await readAll(scene.stack, { roomId, token: scene.stack.token('olga') });
    expect(all.map(({ content, replyTo: answers }) => [content, answers])).toEqual([
      ['', undefined],
      ['because', replyTo],
    ]);
  });

  it('is posted by nobody who may not: a stranger, somebody muted, somebody banned', async () => {
    const roomId = await openRoom();
    const code = async (as: string): Promise<unknown> => (await post(roomId, as, { content: 'x' })).body['code'];
    expect(await code('mallory')).toBe('not_a_member');
    await call('POST', `${room(roomId)}/members`, { as: 'mallory' });
    const until = new Date(Date.now() + 60_000).toISOString();
    await call('PUT', `${room(roomId)}/mutes/mallory`, { as: 'olga', body: { until } });
    for (const refused of await everywhere(() => code('mallory'))) expect(refused).toBe('muted');
    await call('PUT', `${room(roomId)}/bans/mallory`, { as: 'olga' });
    for (const refused of await everywhere(() => code('mallory'))) expect(refused).toBe('banned');
    expect(await readAll(scene.stack, { roomId, token: scene.stack.token('olga') })).toEqual([]);
  });

  it.each<[what: string, body: unknown, code: string, field: string | undefined]>([
    ['nothing', undefined, 'invalid_content', 'content'],
    ['a list', [], 'invalid_frame', undefined],
    ['blanks', { content: ' \n ' }, 'invalid_content', undefined],
    ['too much', { content: 'x'.repeat(16_385) }, 'invalid_content', 'content'],
    ['a number', { content: 7 }, 'invalid_content', 'content'],
    ['what only the platform says', { content: 'x', messageType: 'system' }, 'invalid_message_type', undefined],
    ['a type with blanks', { content: 'x', messageType: 'a b' }, 'invalid_message_type', 'messageType'],
  ])('of %s is refused, naming the field', async (_what, body, code, field) => {
    const roomId = await openRoom();
    const answer = await call('POST', messagesPath(roomId), { as: 'olga', body });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer).toMatchObject({
      status: 400,
      body: { code, status: 400, ...(field === undefined ? {} : { field }) },
    });
  });
});

it('the history is read in pages both ways, without a hole or a repeat', async () => {
  const roomId = await openRoom();
  const all = Array.from({ length: 23 }, (_, index) => `line ${index}`);
  for (const content of all) await post(roomId, 'olga', { content });
  const page = async (query: Record<string, string>): Promise<Body> =>
    (
      await call('GET', `${messagesPath(roomId)}?${new URLSearchParams({ limit: '5', ...query }).toString()}`, {
        as: 'olga',
      })
    ).body;
  const contents = (items: unknown): unknown[] => (items as Frame[]).map(({ content }) => content);
  let current = await page({});
  expect(current).not.toHaveProperty('next');
  const backwards = contents(current['items']);
  while (current['previous'] !== undefined) {
    current = await page({ before: current['previous'] as string });
    backwards.unshift(...contents(current['items']));
  }
  expect(backwards).toEqual(all);
  const forwards = contents(current['items']);
  while (current['next'] !== undefined) {
    current = await page({ after: current['next'] as string });
    forwards.push(...contents(current['items']));
  }
  expect(forwards).toEqual(all);
});

it('a search finds what was said in one’s own rooms, page by page, and nothing of other people’s', async () => {
  const [mine, other, shut] = [await openRoom(), await openRoom(), await openRoom({ isPublic: false })];
  await call('POST', `${room(mine)}/members`, { as: 'sam' });
  const word = `beacon${mine.replaceAll(/\W/g, '')}`;
  for (const [roomId, content] of [
    [mine, `the first ${word}`],
    [other, `the ${word} of others`],
    [shut, `the secret ${word}`],
    [mine, 'no such thing'],
    [mine, `${word.toUpperCase()} again, the second`],
  ] as const)
    await post(roomId, 'olga', { content });
  const find = (as: string, query: Record<string, string>) =>
    call('GET', `/search?${new URLSearchParams({ q: word, ...query }).toString()}`, { as });
  const contents = ({ body }: Answered): unknown[] => (body['items'] as Frame[]).map(({ content }) => content);
  await eventually(async () => contents(await find('olga', {})).length === 4, { reason: 'all that was said is found' });
  const all = await find('sam', {});
  expect(contents(all)).toEqual([`the first ${word}`, `${word.toUpperCase()} again, the second`]);
  const last = await find('sam', { limit: '1' });
  expect(contents(last)).toEqual([`${word.toUpperCase()} again, the second`]);
  const before = await find('sam', { limit: '1', before: last.body['previous'] as string });
  expect(contents(before)).toEqual([`the first ${word}`]);
  expect(contents(await find('sam', { q: `second ${word}` }))).toHaveLength(1);
  expect(contents(await find('sam', { room: other }))).toEqual([`the ${word} of others`]);
  expect(await find('sam', { room: shut })).toMatchObject({ status: 404, body: { code: 'room_not_found' } });
  expect(await find('sam', { q: ' ' })).toMatchObject({ status: 400, body: { field: 'q' } });
});

it('a read mark is told to all of the user’s connections, and answered', async () => {
  const roomId = await openRoom();
  const offsets: unknown[] = [];
  for (const content of ['a', 'b', 'c']) offsets.push((await post(roomId, 'olga', { content })).body['offset']);
  const bob = await scene.connect('bob');
  await bob.join(roomId);
  const path = `${room(roomId)}/read`;
  const expected = { roomId, offset: offsets[1], unreadCount: 1 };
  expect(await call('PUT', path, { as: 'bob', body: { offset: offsets[1] } })).toMatchObject({
    status: 200,
    body: expected,
  });
  expect(await bob.next('read')).toMatchObject(expected);
  expect((await call('PUT', path, { as: 'bob', body: { offset: offsets[0] } })).body).toEqual(expected);
  expect(await call('PUT', path, { as: 'mallory', body: { offset: offsets[0] } })).toMatchObject({ status: 403 });
});

describe('a back end', () => {
  const bearer = `${KEY.id}:${KEY.secret}`;
  const forBob = { 'noroshi-user': 'b%C3%B6b', 'noroshi-user-name': 'B%C3%B6b%20B.' };

  it('acts for the user that it names, and may what that user may', async () => {
    const roomId = await openRoom();
    const asBob = (method: string, path: string, body?: object) =>
      call(method, `${room(roomId)}${path}`, { bearer, body, headers: forBob });
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
      await call('POST', `${room(roomId)}/members`, { as: 'mallory', headers: { 'noroshi-user': 'olga' } }),
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
      ...['room.UserMuted', 'room.UserBanned', 'room.RoomArchived', 'room.MessagePosted', 'room.MessageEdited'],
      ...['room.MessageDeleted', 'room.ReactionAdded', 'user.RoomRead', 'session.SessionOpened', 'session.RoomEntered'],
    ]),
  );
});
