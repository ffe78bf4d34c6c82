import { eventually } from '@noroshi/testing';
import { ask } from './api.js';
import { EventStream, type StreamOptions } from './event-stream.js';
import { said, setListeners } from './listeners.js';
import { metricOfAll } from './metrics.js';
import { setScene } from './scene.js';

const KEY = 'back-office:a-key-that-nobody-guesses';
const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0', NOROSHI_API_KEYS: KEY } });
const { listen, keep, answerTo, hide } = setListeners(scene);

describe('a stream is refused before it begins', () => {
  it.each<[what: string, options: StreamOptions, status: number, code: string]>([
    ['without rooms', { rooms: [] }, 400, 'invalid_frame'],
    ['with a room id that is none', { rooms: ['r'.repeat(129)] }, 400, 'invalid_room_id'],
    ['with a cursor that is none', { rooms: ['x'], query: { cursor: 'nonsense' } }, 400, 'invalid_offset'],
    ['with a last event id that is none', { rooms: ['x'], query: { lastEventId: '~' } }, 400, 'invalid_offset'],
    ['for a room that nobody opened', { rooms: ['nobody-was-here'] }, 404, 'room_not_found'],
    ['with a token that proves nothing', { rooms: ['x'], token: 'nonsense' }, 401, 'invalid_token'],
  ])('%s', async (_, options, status, code) => {
    expect(await answerTo(options)).toMatchObject({ status, code });
  });

  it('with a header that is no cursor', async () => {
    const init = { headers: { 'last-event-id': 'left over from elsewhere' } };
    expect(await answerTo({ rooms: ['x'] }, init)).toMatchObject({ status: 400, code: 'invalid_offset' });
  });

  it('from a page of another origin, to which nothing is said about it', async () => {
    const { status, code, headers } = await answerTo({ rooms: ['x'] }, { headers: { origin: 'https://evil.example' } });
    expect([status, code]).toEqual([403, 'origin_not_allowed']);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('for a private room, as if there were none, and not to its members', async () => {
    const roomId = scene.newRoom();
    const [speaker, member] = [await scene.connect('speaker'), await scene.connect('member')];
    await speaker.join(roomId);
    await member.join(roomId);
    await hide(roomId);
    const outsider = { rooms: [roomId], token: scene.stack.token('outsider') };
    await eventually(async () => (await answerTo(outsider)).status === 404, { reason: 'the room is private' });
    expect(await answerTo({ rooms: [roomId] })).toMatchObject({ status: 404, code: 'room_not_found' });
    const stream = await listen('member', { rooms: [roomId] });
    await speaker.say(roomId, 'between us');
    await stream.next({ content: 'between us' });
  });
});

it('a stream says how it is to be kept, and HEAD and OPTIONS tell without one', async () => {
  const roomId = scene.newRoom();
  await (await scene.connect('speaker')).join(roomId);
  const options = { rooms: [roomId], token: scene.stack.token('curious') };
  for (const init of [{}, { method: 'HEAD' }]) {
    const { status, headers } = await answerTo(options, init);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
  }
  const own = { method: 'OPTIONS', headers: { origin: scene.stack.url } };
  const { status, headers } = await answerTo(options, own);
  expect(status).toBe(204);
  expect(Object.fromEntries(headers)).toMatchObject({
    allow: 'GET, HEAD, OPTIONS',
    'access-control-allow-origin': scene.stack.url,
  });
  await eventually(async () => (await metricOfAll(scene.stack, 'noroshi_connections_count')) === 1, {
    reason: 'only the speaker is left',
  });
});

describe('who may not listen any more', () => {
  it('is told so, hears nothing of that room, goes on hearing the others, and is not let in again', async () => {
    const [lost, kept] = [scene.newRoom(), scene.newRoom()];
    const olga = await scene.connect('olga', { query: { rooms: 'many' } });
    for (const roomId of [lost, kept]) await olga.join(roomId);
    const stream = await listen('mallory', { rooms: [lost, kept] });
    await ask(scene.stack, { method: 'PUT', path: `/rooms/${lost}/bans/mallory`, bearer: scene.stack.token('olga') });
    expect(await stream.next({ type: 'leftRoom' })).toMatchObject({ roomId: lost, code: 'banned' });
    await olga.say(lost, 'about mallory');
    await olga.say(kept, 'about the weather');
    await stream.next({ content: 'about the weather' });
    expect(said(stream, lost)).toEqual([]);
    const token = scene.stack.token('mallory');
    expect(await answerTo({ rooms: [lost], token })).toMatchObject({ status: 403, code: 'banned' });
    const again = new EventStream(scene.stack.url, { rooms: [lost, kept], token });
    keep(again);
    expect(await again.next({ type: 'leftRoom' })).toMatchObject({ roomId: lost, code: 'banned' });
    await again.next({ type: 'joinedRoom', roomId: kept });
  });

  it('has a stream that ends when no room is left', async () => {
    const roomId = scene.newRoom();
    const olga = await scene.connect('olga');
    await olga.join(roomId);
    const stream = await listen('mallory', { rooms: [roomId] });
    await ask(scene.stack, { method: 'PUT', path: `/rooms/${roomId}/bans/mallory`, bearer: scene.stack.token('olga') });
    expect(await stream.next({ type: 'closed' })).toMatchObject({ code: 4404, reconnect: false });
    expect(await stream.failed).toBe(403);
  });

  it('is everybody who is no member when a room becomes private', async () => {
    const roomId = scene.newRoom();
    const [speaker, member] = [await scene.connect('speaker'), await scene.connect('member')];
    await speaker.join(roomId);
    await member.join(roomId);
    const [inside, outside] = [
      await listen('member', { rooms: [roomId] }),
      await listen('outsider', { rooms: [roomId] }),
    ];
    await hide(roomId);
    expect(await outside.next({ type: 'leftRoom' })).toMatchObject({ roomId, code: 'room_private' });
    await speaker.say(roomId, 'between us');
    await inside.next({ content: 'between us' });
    expect(await outside.failed).toBe(404);
  });

  it('is not somebody who leaves a public room by a socket and listens on', async () => {
    const roomId = scene.newRoom();
    const [speaker, visitor] = [await scene.connect('speaker'), await scene.connect('visitor')];
    await speaker.join(roomId);
    await visitor.join(roomId, { stay: true });
    const stream = await listen('visitor', { rooms: [roomId] });
    const path = `/rooms/${roomId}/members/visitor`;
    await ask(scene.stack, { method: 'DELETE', path, bearer: scene.stack.token('visitor') });
    await visitor.next({ type: 'leftRoom', roomId });
    await speaker.say(roomId, 'are you there');
    await stream.next({ content: 'are you there' });
    expect(stream.of('leftRoom')).toEqual([]);
  });
});

it('a token that runs out ends its stream with the reason, and another goes on from the cursor', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  const exp = Math.floor(Date.now() / 1000) + 3;
  const stream = await listen('brief', { rooms: [roomId], token: scene.stack.token('brief', { exp }) });
  await speaker.say(roomId, 'before');
  await stream.next({ content: 'before' });
  expect(await stream.next({ type: 'closed' })).toMatchObject({ code: 4401, reason: 'token expired', reconnect: true });
  expect(await stream.failed).toBe(401);
  await speaker.say(roomId, 'meanwhile');
  const again = await listen('brief', { rooms: [roomId], query: { cursor: stream.lastId } });
  await again.next({ content: 'meanwhile' });
  expect([...said(stream, roomId), ...said(again, roomId)]).toEqual(['before', 'meanwhile']);
});

it('a revocation ends the streams of its user', async () => {
  const roomId = scene.newRoom();
  await (await scene.connect('speaker')).join(roomId);
  const streams = await Promise.all(Array.from({ length: 6 }, () => listen('revoked', { rooms: [roomId] })));
  await ask(scene.stack, { method: 'POST', path: '/users/revoked/revoke', bearer: KEY });
  for (const stream of streams) {
    expect(await stream.next({ type: 'closed' })).toMatchObject({ code: 4403, reconnect: false });
    expect(await stream.failed).toBe(401);
  }
});

it('a guest listens to public rooms, under the name it gives', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  const stream = await EventStream.open(scene.stack.url, { rooms: [roomId], query: { userId: 'wanderer' } });
  keep(stream);
  await speaker.say(roomId, 'hello');
  await stream.next({ content: 'hello' });
});
