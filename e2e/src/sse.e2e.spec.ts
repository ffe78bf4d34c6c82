import { eventually } from '@noroshi/testing';
import { get } from './api.js';
import type { Frame } from './client.js';
import { EventLog } from './event-log.js';
import { streamPath } from './event-stream.js';
import { said, setListeners } from './listeners.js';
import { metricOfAll } from './metrics.js';
import { PersistentClient } from './persistent-client.js';
import { setScene } from './scene.js';

const KEY = 'back-office:a-key-that-nobody-guesses';
const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0', NOROSHI_API_KEYS: KEY } });
const { listen, throughProxy } = setListeners(scene);
const PATIENCE_MS = 120_000;

it('a stream tells what is said in its rooms, as sockets hear it, and nobody sees who listens', async () => {
  const rooms = [scene.newRoom(), `狼煙, & ${scene.newRoom()}`] as const;
  const speaker = await scene.connect('speaker', { query: { rooms: 'many' } });
  for (const roomId of rooms) await speaker.join(roomId);
  const stream = await listen('listener', { rooms });
  expect(stream.of('connection')).toMatchObject([{ status: 'connected', userId: 'listener' }]);
  expect(stream.of('joinedRoom').map(({ roomId, memberCount }) => [roomId, memberCount])).toEqual(
    rooms.map((roomId) => [roomId, 1]),
  );
  for (const roomId of rooms) {
    const heard = await speaker.say(roomId, `in ${roomId}`, { clientMessageId: roomId.slice(-8).trim() });
    expect(await stream.next({ type: 'message', roomId })).toEqual(heard);
  }
  const { messageId } = await speaker.say(rooms[0], 'to be changed');
  speaker.send({ action: 'edit', roomId: rooms[0], messageId, content: 'changed' });
  speaker.send({ action: 'react', roomId: rooms[0], messageId, emoji: '👍' });
  speaker.send({ action: 'delete', roomId: rooms[0], messageId });
  for (const type of ['messageEdited', 'reaction', 'messageDeleted'])
    expect(await stream.next({ type, messageId })).toEqual(await speaker.next({ type, messageId }));
  speaker.send({ action: 'typing', roomId: rooms[0], isTyping: true });
  await stream.next({ type: 'typing', userId: 'speaker' });
  speaker.send({ action: 'members', roomId: rooms[0] });
  expect(await speaker.next('members')).toMatchObject({ present: 1, count: 1 });
  expect(speaker.of('memberJoined')).toEqual([]);
});

it('a stream is in the registry of connections, in no room, until it is closed; then nothing of it is left', async () => {
  const roomId = scene.newRoom();
  await (await scene.connect('speaker')).join(roomId);
  const connections = async () => {
    const answer = await fetch(`${scene.stack.url}/api/v1/connections?user=registered`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    return ((await answer.json()) as { items: Frame[] }).items;
  };
  const stream = await listen('registered', { rooms: [roomId] });
  const [connection] = await eventually(async () => ((items) => items.length === 1 && items)(await connections()), {
    reason: 'the stream is in the registry',
  });
  expect(connection).toMatchObject({
    connectionId: stream.of('connection')[0]?.['connectionId'],
    userId: 'registered',
    rooms: [],
  });
  stream.close();
  await eventually(async () => (await connections()).length === 0, { reason: 'the stream is gone' });
});

it(
  'a stream that is cut in the middle again and again comes back by itself, and misses and repeats nothing',
  async () => {
    const rooms = [scene.newRoom(), scene.newRoom()];
    const speaker = await scene.connect('speaker', { query: { rooms: 'many' } });
    for (const roomId of rooms) await speaker.join(roomId);
    const proxy = await throughProxy();
    const stream = await listen('traveller', { rooms }, `http://127.0.0.1:${proxy.port}`);
    let count = 0;
    const flood = (): void => {
      for (let index = 0; index < 60; index += 1, count += 1)
        speaker.send({ action: 'message', roomId: rooms[count % 2], content: `m${count}` });
    };
    for (let cut = 1; cut <= 3; cut += 1) {
      flood();
      proxy.cutMidway();
      flood();
      await eventually(() => stream.losses >= cut, { reason: 'the stream is cut' });
      flood();
      await eventually(() => stream.of('connection').length > cut, { reason: 'it is back' });
    }
    await speaker.settled();
    for (const roomId of rooms) {
      await speaker.say(roomId, 'the end');
      await stream.next({ type: 'message', roomId, content: 'the end' });
      expect(said(stream, roomId)).toEqual(said(speaker, roomId));
    }
    expect(stream.of('message')).toHaveLength(count + 2);
    expect(stream.of('resumed').every(({ complete }) => complete === true)).toBe(true);
  },
  PATIENCE_MS,
);

/** Has said the first word. */
async function speakerIn(roomId: string): Promise<PersistentClient> {
  const token = scene.stack.token('speaker');
  const speaker = new PersistentClient({ socketUrl: scene.stack.socketUrl, token, roomId, resumes: true });
  await speaker.say('first');
  return speaker;
}

it(
  'gateways that are killed under load cost the streams nothing: they go on from their cursor on any other',
  async () => {
    const roomId = scene.newRoom();
    const speaker = await speakerIn(roomId);
    const streams = await Promise.all(
      Array.from({ length: 8 }, (_, index) => listen(`l${index}`, { rooms: [roomId] })),
    );
    const expected: string[] = [];
    let isOver = false;
    const talk = async (): Promise<void> => {
      for (let count = 0; !isOver; count += 1) {
        expected.push(`m${count}`);
        await speaker.say(`m${count}`);
      }
    };
    const talking = talk();
    for (const name of ['gateway-1', 'gateway-2']) {
      const former = scene.stack.kill(name);
      await scene.stack.isBack(name, former);
    }
    isOver = true;
    await talking;
    await speaker.say('the end');
    for (const stream of streams) {
      await stream.next({ type: 'message', content: 'the end' });
      expect(said(stream, roomId)).toEqual([...expected, 'the end']);
    }
    expect(streams.every(({ losses }) => losses > 0)).toBe(true);
    await speaker.leave();
  },
  PATIENCE_MS,
);

it('an offset goes round: from a socket to a stream, to a long poll, and back to a socket', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  const { offset } = await speaker.say(roomId, 'seen on a socket');
  await speaker.say(roomId, 'one');
  const stream = await listen('nomad', { rooms: [roomId], query: { cursor: offset as string } });
  await stream.next({ content: 'one' });
  stream.close();
  expect(said(stream, roomId)).toEqual(['one']);
  await speaker.say(roomId, 'two');
  const path = `/events?rooms=${roomId}&cursor=${stream.lastId}`;
  const polled = (await (await get(scene.stack, path, scene.stack.token('nomad'))).json()) as {
    items: Frame[];
    cursor: string;
  };
  expect(polled.items.map(({ content }) => content)).toEqual(['two']);
  await speaker.say(roomId, 'three');
  const back = await scene.connect('nomad');
  back.send({ action: 'resume', rooms: [{ roomId, offset: polled.cursor }] });
  await back.next({ type: 'message', content: 'three' });
  expect(said(back, roomId)).toEqual(['three']);
  const again = await listen('nomad', {
    rooms: [roomId],
    query: { lastEventId: polled.items[0]?.['offset'] as string },
  });
  await again.next({ content: 'three' });
  expect(said(again, roomId)).toEqual(['three']);
});

it('a cursor of several rooms resumes each of them on a socket as well', async () => {
  const [busy, quiet] = [scene.newRoom(), scene.newRoom()];
  const speaker = await scene.connect('speaker', { query: { rooms: 'many' } });
  for (const roomId of [busy, quiet]) await speaker.join(roomId);
  const stream = await listen('nomad', { rooms: [busy, quiet] });
  await speaker.say(quiet, 'q1');
  for (const content of ['b1', 'b2']) await speaker.say(busy, content);
  await stream.next({ content: 'b2' });
  stream.close();
  await speaker.say(busy, 'b3');
  await speaker.say(quiet, 'q2');
  const back = await scene.connect('nomad', { query: { rooms: 'many' } });
  back.send({ action: 'resume', rooms: [busy, quiet].map((roomId) => ({ roomId, offset: stream.lastId })) });
  await back.next({ content: 'b3' });
  await back.next({ content: 'q2' });
  expect([said(back, busy), said(back, quiet)]).toEqual([['b3'], ['q2']]);
});

it.each([
  ['of another log', 'another-1', 'other_log'],
  ['that is still to come', undefined, 'invalid_offset'],
])('a cursor %s gets a named gap, then what comes, never silence', async (_, cursor, code) => {
  const rooms = [scene.newRoom(), scene.newRoom()];
  const speaker = await scene.connect('speaker', { query: { rooms: 'many' } });
  const [joined] = [await speaker.join(rooms[0] as string), await speaker.join(rooms[1] as string)];
  const future = `${String(joined['offset']).split('-')[0] ?? ''}-zzzzzz`;
  const stream = await listen('stranger', { rooms, query: { cursor: cursor ?? future } });
  for (const roomId of rooms)
    expect(stream.of('resumed')).toContainEqual({
      ...{ type: 'resumed', roomId, complete: false, code, from: cursor ?? future },
      to: expect.any(String) as string,
    });
  for (const roomId of rooms) {
    await speaker.say(roomId, 'live');
    await stream.next({ type: 'message', roomId, content: 'live' });
  }
  stream.close();
  await speaker.say(rooms[0] as string, 'later');
  const back = await listen('stranger', { rooms, query: { cursor: stream.lastId } });
  await back.next({ content: 'later' });
  expect(back.of('resumed').map(({ complete }) => complete)).toEqual([true, true]);
});

it('what the log no longer holds is a named gap, exact to the message, and the rest follows', async () => {
  const roomId = scene.newRoom();
  const log = await EventLog.of(scene.stack);
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  const { offset } = await speaker.say(roomId, 'seen');
  for (const content of ['a', 'b', 'c']) await speaker.say(roomId, content);
  const lost = (await log.eventsOf(roomId)).find(({ content }) => content === 'b')?.position ?? 0;
  await log.purgeTalk(roomId, lost);
  await log.close();
  // Else they would have it in memory.
  const former = ['gateway-1', 'gateway-2'].map((name) => [name, scene.stack.kill(name)] as const);
  await Promise.all(former.map(([name, pid]) => scene.stack.isBack(name, pid)));
  const stream = await listen('away', { rooms: [roomId], query: { cursor: offset as string } });
  expect(stream.of('resumed')).toMatchObject([{ complete: false, code: 'log_truncated', from: offset }]);
  await stream.next({ content: 'c' });
  expect(said(stream, roomId)).toEqual(['c']);
});

it(
  'a gateway that stops tells its streams when to come back, ends them, and they miss nothing',
  async () => {
    const roomId = scene.newRoom();
    const speaker = await speakerIn(roomId);
    const streams = await Promise.all(
      Array.from({ length: 6 }, (_, index) => listen(`d${index}`, { rooms: [roomId] })),
    );
    const expected: string[] = [];
    for (const name of ['gateway-1', 'gateway-2']) {
      const former = scene.stack.pids()[name] ?? 0;
      process.kill(former, 'SIGTERM');
      expected.push(`during ${name}`);
      await speaker.say(`during ${name}`);
      await scene.stack.isBack(name, former);
    }
    await speaker.say('the end');
    for (const stream of streams) {
      await stream.next({ content: 'the end' });
      expect(said(stream, roomId)).toEqual([...expected, 'the end']);
      expect(stream.of('reconnect').length).toBeGreaterThan(0);
      expect(stream.of('closed')[0]).toMatchObject({ code: 1001, reconnect: true });
    }
    await speaker.leave();
  },
  PATIENCE_MS,
);

it('nothing is left of streams whose clients are gone, however they went', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  const proxy = await throughProxy();
  for (let round = 0; round < 5; round += 1) {
    const streams = await Promise.all([
      listen('leaver', { rooms: [roomId] }),
      listen('leaver', { rooms: [roomId] }, `http://127.0.0.1:${proxy.port}`),
    ]);
    for (const stream of streams) stream.close();
    proxy.cut();
    // Gone while it is still being admitted.
    const leaving = new AbortController();
    const asked = fetch(`${scene.stack.url}${streamPath({ rooms: [roomId] })}`, { signal: leaving.signal });
    leaving.abort();
    await expect(asked).rejects.toThrow();
  }
  await eventually(async () => (await metricOfAll(scene.stack, 'noroshi_connections_count')) === 1, {
    reason: 'only the speaker is left',
  });
});
