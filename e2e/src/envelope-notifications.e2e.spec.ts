import { eventually } from '@noroshi/testing';
import type { ConnectOptions } from './client.js';
import { EnvelopeClient } from './envelope-client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2' } });

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

it('each mention is told exactly once, also when the services and the log are killed in between', async () => {
  const { ben, roomId, a } = await conversation();
  let watching = await screen(ben);
  const before = watching;
  const said: string[] = [];
  const mention = async () => {
    const content = `@${ben} number ${said.length + 1}`;
    said.push(content);
    const clientMessageId = `m${said.length}`;
    // Resent until it is heard, as a front end does that has an outbox; the log stores it once.
    await eventually(
      async () => {
        a.send('send_message', { roomId, content, clientMessageId });
        return (await a.next('message', { content }, 2_000).catch(() => undefined)) !== undefined;
      },
      { reason: `${content} is said`, timeoutMs: 30_000 },
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
