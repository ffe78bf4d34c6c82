import { eventually } from '@noroshi/testing';
import { messagesPath, readAll } from './api.js';
import type { Frame } from './client.js';
import { compareWithDocuments } from './event-documents.js';
import type { Answered, Body } from './rest-client.js';
import { everywhere, roomPath, setRestScene } from './rest-scene.js';

const { scene, call, openRoom, post } = setRestScene();

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
    const again = () => post(roomId, 'olga', { content: 'once', key: 'order 17' });
    const first = await again();
    expect(first.status).toBe(201);
    for (const { status, body } of await everywhere(again))
      expect({ status, body }).toEqual({ status: 201, body: first.body });
    const other = await post(roomId, 'olga', { content: 'another', key: 'order 18' });
    expect(other.body).not.toEqual(first.body);
    const atOnce = await everywhere(() => post(roomId, 'olga', { content: 'a third', key: 'order 19' }));
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
    const again = await post(roomId, 'bob', { content: 'by HTTP', key: 'k1' });
    expect(again).toMatchObject({ status: 201, body: { messageId, offset } });
    const olgas = await post(roomId, 'olga', { content: 'another', key: 'k1' });
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
    const key = 'answer';
    const answered = await post(roomId, 'olga', { content: 'because', replyTo, key });
    expect(answered.status).toBe(201);
    const path = `${messagesPath(roomId)}/${String(answered.body['messageId'])}`;
    expect(await call('GET', path, { as: 'olga' })).toMatchObject({ body: { content: 'because', replyTo } });
    await call('DELETE', `${messagesPath(roomId)}/${String(replyTo)}`, { as: 'olga' });
    const again = await everywhere(() => post(roomId, 'olga', { content: 'because', replyTo, key }));
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
    await call('POST', `${roomPath(roomId)}/members`, { as: 'mallory' });
    const until = new Date(Date.now() + 60_000).toISOString();
    await call('PUT', `${roomPath(roomId)}/mutes/mallory`, { as: 'olga', body: { until } });
    for (const refused of await everywhere(() => code('mallory'))) expect(refused).toBe('muted');
    await call('PUT', `${roomPath(roomId)}/bans/mallory`, { as: 'olga' });
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
  await call('POST', `${roomPath(mine)}/members`, { as: 'sam' });
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
  const path = `${roomPath(roomId)}/read`;
  const expected = { roomId, offset: offsets[1], unreadCount: 1 };
  expect(await call('PUT', path, { as: 'bob', body: { offset: offsets[1] } })).toMatchObject({
    status: 200,
    body: expected,
  });
  expect(await bob.next('read')).toMatchObject(expected);
  expect((await call('PUT', path, { as: 'bob', body: { offset: offsets[0] } })).body).toEqual(expected);
  expect(await call('PUT', path, { as: 'mallory', body: { offset: offsets[0] } })).toMatchObject({ status: 403 });
});

it('all that is stored because of it is as docs/events says', async () => {
  const { types, complaints } = await compareWithDocuments(scene.stack);
  expect(complaints).toEqual([]);
  expect([...types]).toEqual(
    expect.arrayContaining([
      ...['room.UserMuted', 'room.UserBanned', 'room.MessagePosted', 'room.MessageEdited'],
      ...['room.MessageDeleted', 'room.ReactionAdded', 'user.RoomRead', 'session.SessionOpened', 'session.RoomEntered'],
    ]),
  );
});
