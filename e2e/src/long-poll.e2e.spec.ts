import { eventually } from '@noroshi/testing';
import { ask } from './api.js';
import type { Frame } from './client.js';
import { roomList } from './event-stream.js';
import { setListeners } from './listeners.js';
import { metricOfAll } from './metrics.js';
import { PersistentClient } from './persistent-client.js';
import { setScene } from './scene.js';

const KEY = 'back-office:a-key-that-nobody-guesses';
const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0', NOROSHI_API_KEYS: KEY } });
const { hide } = setListeners(scene);
const PATIENCE_MS = 120_000;

interface PollOptions {
  readonly rooms: readonly string[];
  readonly cursor?: string;
  readonly wait?: number | string;
  readonly limit?: number;
  readonly userId?: string;
  readonly bearer?: string;
  readonly signal?: AbortSignal;
}

interface Polled {
  readonly items: readonly Frame[];
  readonly cursor: string;
  readonly refused?: readonly Frame[];
}

/** Without `connection: close` every request would go to the gateway of the first. */
function request({ rooms, userId = 'poller', bearer, signal, ...query }: PollOptions): Promise<Response> {
  const given = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  const path = `/api/v1/events?rooms=${roomList(rooms)}&${new URLSearchParams(given).toString()}`;
  return fetch(`${scene.stack.url}${path}`, {
    headers: { authorization: `Bearer ${bearer ?? scene.stack.token(userId)}`, connection: 'close' },
    ...(signal ? { signal } : {}),
  });
}

async function poll(options: PollOptions): Promise<Polled> {
  const answer = await request(options);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Polled;
}

const contents = (items: readonly Frame[]): unknown[] => items.map(({ content }) => content);
const waiting = (): Promise<number> => metricOfAll(scene.stack, 'noroshi_waiting_requests_count');
const untilWaiting = (count: number): Promise<boolean> =>
  eventually(async () => (await waiting()) === count, { reason: `${count} requests wait` });

async function speakerIn(...rooms: readonly string[]) {
  const speaker = await scene.connect('speaker', { query: { rooms: 'many' } });
  for (const roomId of rooms) await speaker.join(roomId);
  return speaker;
}

it('begins now: the first answer comes at once and is a cursor, the next when something is said', async () => {
  const rooms = [scene.newRoom(), `狼煙, & ${scene.newRoom()}`] as const;
  const speaker = await speakerIn(...rooms);
  await speaker.say(rooms[0], 'before');
  const first = await poll({ rooms });
  expect(first).toEqual({ items: [], cursor: expect.any(String) as string });
  const next = poll({ rooms, cursor: first.cursor });
  await untilWaiting(1);
  const heard = await speaker.say(rooms[1], 'now', { clientMessageId: 'c1' });
  const second = await next;
  expect(second.items).toEqual([heard]);
  const third = poll({ rooms, cursor: second.cursor });
  const { messageId } = heard;
  speaker.send({ action: 'edit', roomId: rooms[1], messageId, content: 'changed' });
  expect((await third).items).toMatchObject([{ type: 'messageEdited', messageId, content: 'changed' }]);
});

it('tells what was missed at once, in order, a page at a time', async () => {
  const rooms = [scene.newRoom(), scene.newRoom()] as const;
  const speaker = await speakerIn(...rooms);
  let { cursor } = await poll({ rooms });
  const said = Array.from({ length: 20 }, (_, index) => `m${index}`);
  for (const [index, content] of said.entries()) await speaker.say(rooms[index % 2] as string, content);
  const pages: unknown[][] = [];
  while (pages.flat().length < said.length) {
    const page = await poll({ rooms, cursor, limit: 6 });
    pages.push(contents(page.items));
    cursor = page.cursor;
  }
  expect(pages.map(({ length }) => length)).toEqual([6, 6, 6, 2]);
  expect(pages.flat()).toEqual(said);
  expect(await poll({ rooms, cursor, wait: 0 })).toEqual({ items: [], cursor });
});

it(
  'nothing is lost and nothing repeated between two polls, whichever gateway answers, also when gateways are killed',
  async () => {
    const roomId = scene.newRoom();
    const token = scene.stack.token('speaker');
    const speaker = new PersistentClient({ socketUrl: scene.stack.socketUrl, token, roomId, resumes: true });
    await speaker.say('first');
    const begun = await poll({ rooms: [roomId] });
    let isOver = false;
    const said: string[] = [];
    const talk = async (): Promise<void> => {
      for (let count = 0; !isOver; count += 1) {
        said.push(`m${count}`);
        await speaker.say(`m${count}`);
      }
      await speaker.say('the end');
    };
    const talking = talk();
    const polling = Array.from({ length: 6 }, async (_, index) => {
      const heard: unknown[] = [];
      for (let { cursor } = begun; heard.at(-1) !== 'the end';) {
        // While both are away nobody answers.
        const page = await poll({ rooms: [roomId], cursor, limit: 1 + 7 * index }).catch(() => undefined);
        heard.push(...contents(page?.items ?? []));
        cursor = page?.cursor ?? cursor;
      }
      return heard;
    });
    for (const name of ['gateway-1', 'gateway-2']) {
      const former = scene.stack.kill(name);
      await scene.stack.isBack(name, former);
    }
    isOver = true;
    await talking;
    for (const heard of await Promise.all(polling)) expect(heard).toEqual([...said, 'the end']);
    await speaker.leave();
  },
  PATIENCE_MS,
);

it('is answered with nothing when nothing was said for as long as asked, also longer than a silent request may last', async () => {
  const roomId = scene.newRoom();
  await speakerIn(roomId);
  const { cursor } = await poll({ rooms: [roomId] });
  const begun = performance.now();
  expect(await poll({ rooms: [roomId], cursor, wait: 12 })).toEqual({ items: [], cursor });
  expect(performance.now() - begun).toBeGreaterThan(11_900);
});

it('leaves nothing behind when who asked is gone', async () => {
  const roomId = scene.newRoom();
  await speakerIn(roomId);
  const { cursor } = await poll({ rooms: [roomId] });
  const leaving = new AbortController();
  const asked = Array.from({ length: 5 }, () => request({ rooms: [roomId], cursor, wait: 60, signal: leaving.signal }));
  await untilWaiting(5);
  leaving.abort();
  for (const request of asked) await expect(request).rejects.toThrow();
  await untilWaiting(0);
});

it('is answered with what there is when the gateway stops', async () => {
  const roomId = scene.newRoom();
  await speakerIn(roomId);
  const { cursor } = await poll({ rooms: [roomId] });
  const asked = Array.from({ length: 6 }, () => poll({ rooms: [roomId], cursor, wait: 60 }));
  await untilWaiting(6);
  const former = ['gateway-1', 'gateway-2'].map((name) => [name, scene.stack.pids()[name] ?? 0] as const);
  for (const [, pid] of former) process.kill(pid, 'SIGTERM');
  for (const answer of await Promise.all(asked)) expect(answer).toEqual({ items: [], cursor });
  await Promise.all(former.map(([name, pid]) => scene.stack.isBack(name, pid)));
});

it.each([
  ['of another log', 'another-1', 'other_log'],
  ['that is still to come', undefined, 'invalid_offset'],
])('with a cursor %s gets a named gap at once, and goes on from its end', async (_, given, code) => {
  const roomId = scene.newRoom();
  const speaker = await speakerIn(roomId);
  const now = await poll({ rooms: [roomId] });
  const cursor = given ?? `${now.cursor.split('-')[0] ?? ''}-zzzzzz`;
  const { items, ...answer } = await poll({ rooms: [roomId], cursor });
  expect(items).toEqual([
    { ...{ type: 'resumed', roomId, complete: false, code, from: cursor }, to: expect.any(String) as string },
  ]);
  await speaker.say(roomId, 'later');
  expect(contents((await poll({ rooms: [roomId], cursor: answer.cursor })).items)).toEqual(['later']);
});

describe('is refused', () => {
  it.each<[what: string, options: PollOptions, status: number, code: string]>([
    ['without rooms', { rooms: [] }, 400, 'invalid_frame'],
    ['with a room id that is none', { rooms: ['r'.repeat(129)] }, 400, 'invalid_room_id'],
    ['with a cursor that is none', { rooms: ['x'], cursor: 'nonsense' }, 400, 'invalid_offset'],
    ['with a wait that is too long', { rooms: ['x'], wait: 61 }, 400, 'invalid_frame'],
    ['with a wait before now', { rooms: ['x'], wait: -1 }, 400, 'invalid_frame'],
    ['with a wait that is no number', { rooms: ['x'], wait: 'long' }, 400, 'invalid_frame'],
    ['with a limit that is none', { rooms: ['x'], limit: 0 }, 400, 'invalid_frame'],
    ['for a room that nobody opened', { rooms: ['nobody-was-here'] }, 404, 'room_not_found'],
    ['with a token that proves nothing', { rooms: ['x'], bearer: 'nonsense' }, 401, 'invalid_token'],
  ])('%s', async (_, options, status, code) => {
    const answer = await request(options);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
  });

  it('for a private room, but not to its members, nor to a back end', async () => {
    const roomId = scene.newRoom();
    const speaker = await speakerIn(roomId);
    const begun = await poll({ rooms: [roomId], userId: 'speaker' });
    await hide(roomId);
    await eventually(async () => (await request({ rooms: [roomId], userId: 'outsider' })).status === 404, {
      reason: 'the room is private',
    });
    await speaker.say(roomId, 'between us');
    for (const options of [{ userId: 'speaker' }, { bearer: KEY }]) {
      const { items } = await poll({ rooms: [roomId], cursor: begun.cursor, ...options });
      expect(contents(items)).toEqual(['between us']);
    }
  });

  it('to who is banned while waiting; other rooms are told all the same', async () => {
    const [lost, kept] = [scene.newRoom(), scene.newRoom()];
    const speaker = await speakerIn(lost, kept);
    const rooms = [lost, kept];
    const both = await poll({ rooms, userId: 'mallory' });
    const alone = await poll({ rooms: [lost], userId: 'mallory' });
    const asked = request({ rooms: [lost], cursor: alone.cursor, wait: 60, userId: 'mallory' });
    const askedBoth = poll({ rooms, cursor: both.cursor, wait: 60, userId: 'mallory' });
    await untilWaiting(2);
    await ask(scene.stack, {
      method: 'PUT',
      path: `/rooms/${lost}/bans/mallory`,
      bearer: scene.stack.token('speaker'),
    });
    expect((await asked).status).toBe(403);
    const told = await askedBoth;
    expect(told).toMatchObject({ items: [], refused: [{ roomId: lost, code: 'banned' }] });
    await speaker.say(lost, 'about mallory');
    await speaker.say(kept, 'about the weather');
    const { items } = await poll({ rooms, cursor: told.cursor, userId: 'mallory' });
    expect(contents(items)).toEqual(['about the weather']);
  });

  it('to who is revoked while waiting', async () => {
    const roomId = scene.newRoom();
    const speaker = await speakerIn(roomId);
    const { cursor } = await poll({ rooms: [roomId], userId: 'revoked' });
    const asked = request({ rooms: [roomId], cursor, wait: 60, userId: 'revoked' });
    await untilWaiting(1);
    const revoked = await ask(scene.stack, { method: 'POST', path: '/users/revoked/revoke', bearer: KEY });
    expect(revoked.status).toBe(200);
    // In force everywhere once the other gateway refuses as well.
    await eventually(
      async () => {
        const answers = await Promise.all(
          Array.from({ length: 8 }, () => request({ rooms: [roomId], wait: 0, userId: 'revoked' })),
        );
        return answers.every(({ status }) => status === 401);
      },
      { reason: 'both gateways know' },
    );
    await speaker.say(roomId, 'not for the revoked');
    expect((await asked).status).toBe(401);
  });
});
