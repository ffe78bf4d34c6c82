import { eventually } from '@noroshi/testing';
import { ask, get } from './api.js';
import type { ConnectOptions } from './client.js';
import { EnvelopeClient } from './envelope-client.js';
import { setScene } from './scene.js';

const KEY = 'shop:the-key-of-a-back-end';
const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_API_KEYS: KEY } });

const here = new Set<EnvelopeClient>();
afterEach(async () => {
  const clients = [...here];
  here.clear();
  await Promise.all(clients.map((client) => client.close()));
});

const open = async (path: string, options: ConnectOptions): Promise<EnvelopeClient> => {
  const client = await EnvelopeClient.open(scene.stack.socketUrl, { path, ...options });
  here.add(client);
  return client;
};
const screen = (userId: string) => open('/ws/notifications', { token: scene.stack.token(userId) });
const chat = (userId: string, claims = {}) => open('/ws/chat', { token: scene.stack.token(userId, claims) });

let scenes = 0;
const cast = (...names: readonly string[]) => {
  scenes += 1;
  return names.map((name) => `${name}-${scenes}`);
};

/** A room with two people in it, one of whom says things to the other. */
async function conversation() {
  const [ann = '', ben = ''] = cast('ann', 'ben');
  const roomId = scene.newRoom();
  const [a, b] = [await chat(ann, { name: 'Ann' }), await chat(ben, { name: `Ben Of ${ben}` })];
  for (const client of [a, b]) await client.openRoom(roomId);
  return { ann, ben, roomId, a, b };
}

it('a mention is told at once, on every screen, and to who comes later, oldest first', async () => {
  const { ann, ben, roomId, a } = await conversation();
  const [one, two] = [await screen(ben), await screen(ben)];
  const said = await a.say(roomId, `look, @${ben}!`);
  const told = await one.next('notification');
  expect(told).toEqual({
    id: expect.any(String) as string,
    title: `Ann mentioned you in Room ${roomId}`,
    message: `look, @${ben}!`,
    ...{ type: 'info', timestamp: expect.any(Number) as number, read: false },
    ...{ roomId, messageId: said['id'] },
  });
  expect(await two.next('notification')).toEqual(told);
  await a.say(roomId, `@BenOf${ben}, by name`);
  await one.next('notification', { message: `@BenOf${ben}, by name` });
  await a.say(roomId, '@room all of you');
  await one.next('notification', { message: '@room all of you' });
  const late = await screen(ben);
  await late.next('notification', { message: '@room all of you' });
  expect(late.of('notification').map(({ message }) => message)).toEqual([
    `look, @${ben}!`,
    `@BenOf${ben}, by name`,
    '@room all of you',
  ]);
  const own = await screen(ann);
  await own.settled();
  expect(own.of('notification')).toEqual([]);
});

it('what is read, removed and cleared is so on the other screens, and stays so', async () => {
  const { ben, roomId, a } = await conversation();
  const [acting, watching] = [await screen(ben), await screen(ben)];
  const ids: unknown[] = [];
  for (const n of [1, 2, 3, 4]) {
    await a.say(roomId, `@${ben} ${n}`);
    ids.push((await acting.next('notification'))['id']);
  }
  acting.send('mark_read', { id: ids[0] });
  expect(await watching.next('notification_updated')).toEqual({ id: ids[0], read: true, unreadCount: 3 });
  acting.send('remove', { id: ids[1] });
  expect(await watching.next('notification_updated')).toEqual({ id: ids[1], removed: true, unreadCount: 2 });
  acting.send('remove', { id: ids[1] });
  expect(await acting.next('error')).toMatchObject({ code: 'notification_not_found' });
  const later = await screen(ben);
  await later.next('notification', { id: ids[3] });
  expect(later.of('notification').map(({ id }) => id)).toEqual([ids[2], ids[3]]);
  acting.send('mark_all_read');
  expect(await watching.next('notification_updated', { all: true })).toEqual({ all: true, read: true, unreadCount: 0 });
  acting.send('clear_all');
  expect(await watching.next('notifications_cleared')).toEqual({ unreadCount: 0 });
  await acting.settled();
  expect([...acting.of('notification_updated'), ...acting.of('notifications_cleared')]).toEqual([]);
});

it('a guest has none, whatever it calls itself', async () => {
  const { ben, roomId, a } = await conversation();
  await a.say(roomId, `@${ben}`);
  const [claimed = ''] = cast('nobody');
  const guest = await open('/ws/notifications', { query: { userId: claimed } });
  guest.send('mark_all_read', { userId: claimed });
  expect(await guest.next('error')).toMatchObject({ code: 'unauthenticated' });
  await guest.settled();
  expect(guest.of('notification')).toEqual([]);
});

it('each mention and each answer is told exactly once, also when the services and the log are killed in between', async () => {
  const { ben, roomId, a, b } = await conversation();
  const { id: question } = await b.say(roomId, 'why?');
  let watching = await screen(ben);
  const before = watching;
  const said: string[] = [];
  const mention = async () => {
    const content = `@${ben} number ${said.length + 1}`;
    said.push(content);
    const clientMessageId = `m${said.length}`;
    const answer = said.length % 2 === 0 ? { replyTo: question } : {};
    // Resent until it is heard, as a front end does that has an outbox; the log stores it once.
    await eventually(
      async () => {
        a.send('send_message', { roomId, content, clientMessageId, ...answer });
        return (await a.next('message', { content }, 2_000).catch(() => undefined)) !== undefined;
      },
      { reason: `${content} is said` },
    );
  };
  for (const name of ['messages', 'rooms', 'messages', 'nats']) {
    for (let n = 0; n < 5; n += 1) await mention();
    const former = scene.stack.kill(name);
    for (let n = 0; n < 5; n += 1) await mention();
    await scene.stack.isBack(name, former);
  }
  const last = said.at(-1);
  await before.next('notification', { message: last }, 30_000);
  expect(before.of('notification').map(({ message }) => message)).toEqual(said);
  watching = await screen(ben);
  await watching.next('notification', { message: last });
  await watching.settled();
  expect(watching.of('notification').map(({ message }) => message)).toEqual(said);
  expect(new Set(watching.of('notification').map(({ id }) => id)).size).toBe(said.length);
});

describe('a back end', () => {
  const notify = (body: object, { bearer = KEY, key = '' } = {}) =>
    fetch(`${scene.stack.url}/api/v1/notifications`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, ...(key === '' ? {} : { 'Idempotency-Key': key }) },
      body: JSON.stringify(body),
    });
  const hello = { title: 'Hello', message: 'Your order is on its way', type: 'success' };

  it('notifies a user, who sees it at once, on every screen, and after a reload', async () => {
    const [eve = ''] = cast('eve');
    const one = await screen(eve);
    await one.settled();
    const more = { actionUrl: '/orders/7', actionLabel: 'Look', autoRemove: true, duration: 5_000 };
    const answer = await notify({ userId: eve, ...hello, ...more });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    const shown = { id, ...hello, ...more, read: false };
    expect(await one.next('notification')).toMatchObject(shown);
    const later = await screen(eve);
    expect(await later.next('notification')).toMatchObject(shown);
  });

  it('that tries again with its key has notified once', async () => {
    const [eve = ''] = cast('eve');
    const tries = await Promise.all([1, 2, 3].map(() => notify({ userId: eve, ...hello }, { key: 'order 7' })));
    const ids = await Promise.all(tries.map(async (answer) => ((await answer.json()) as { id: string }).id));
    expect(new Set(ids).size).toBe(1);
    const admin = scene.stack.token('root', { roles: ['admin'] });
    const other = await notify({ userId: eve, ...hello }, { key: 'order 7', bearer: admin });
    expect(ids).not.toContain(((await other.json()) as { id: string }).id);
  });

  it('is an administrator or has a key, and says what is a notification', async () => {
    const [eve = ''] = cast('eve');
    const refused = await notify({ userId: eve, ...hello }, { bearer: scene.stack.token(eve) });
    expect(refused.status).toBe(403);
    for (const change of [{ type: 'loud' }, { title: '' }, { actionUrl: 'javascript:alert(1)' }, { duration: -1 }]) {
      const answer = await notify({ userId: eve, ...hello, ...change });
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid_notification' }]);
    }
  });
});

it('what a user is notified of can be read and changed over HTTP as well, and screens are told', async () => {
  const { ben, roomId, a } = await conversation();
  const watching = await screen(ben);
  for (const n of [1, 2, 3]) {
    await a.say(roomId, `@${ben} ${n}`);
    await watching.next('notification');
  }
  const token = scene.stack.token(ben);
  const list = async (query = '') => {
    const answer = await get(scene.stack, `/me/notifications${query}`, token);
    expect(answer.status).toBe(200);
    return (await answer.json()) as {
      items: { id: string; message: string; read: boolean; roomId: string }[];
      unreadCount: number;
      next?: string;
      previous?: string;
    };
  };
  const all = await list();
  expect([all.items.map(({ message }) => message), all.unreadCount]).toEqual([[1, 2, 3].map((n) => `@${ben} ${n}`), 3]);
  const latest = await list('?limit=2');
  expect(latest.items).toEqual(all.items.slice(1));
  expect((await list(`?limit=2&before=${String(latest.previous)}`)).items).toEqual(all.items.slice(0, 1));

  const change = async (method: 'PATCH' | 'DELETE', path = '') => {
    const body = method === 'PATCH' ? { body: { read: true } } : {};
    const answer = await ask(scene.stack, { method, path: `/me/notifications${path}`, bearer: token, ...body });
    return [answer.status, (await answer.json()) as unknown];
  };
  const [first, second] = all.items.map(({ id }) => id);
  expect(await change('PATCH', `/${String(first)}`)).toEqual([200, { unreadCount: 2 }]);
  expect(await watching.next('notification_updated')).toEqual({ id: first, read: true, unreadCount: 2 });
  expect((await list('?unread=true')).items).toHaveLength(2);
  expect(await change('DELETE', `/${String(second)}`)).toEqual([200, { unreadCount: 1 }]);
  expect(await watching.next('notification_updated', { removed: true })).toMatchObject({ id: second });
  expect(await change('DELETE', `/${String(second)}`)).toMatchObject([404, { code: 'notification_not_found' }]);
  expect(await change('PATCH')).toEqual([200, { unreadCount: 0 }]);
  await watching.next('notification_updated', { all: true });
  expect(await change('DELETE')).toEqual([200, { unreadCount: 0 }]);
  await watching.next('notifications_cleared');
  expect((await list()).items).toEqual([]);
});
