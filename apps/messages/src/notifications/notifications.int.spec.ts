import { addresses, noticesLane, roomLane, type NotificationContent, type NotificationEvent } from '@noroshi/domain';
import { readModelAddress } from '@noroshi/event-sourcing';
import { createEventStore, ensureStreams } from '@noroshi/nats';
import { eventually } from '@noroshi/testing';
import { person, runMessages } from '../testing/running-messages.js';

let messages: Awaited<ReturnType<typeof runMessages>>;
/** While it is false the rooms service does not answer. */
const rooms = { serving: undefined as { close(): void } | undefined };

const serveRooms = () =>
  messages.bus.serve(addresses.rooms('mentioned'), (payload) => {
    const { words } = payload as { words: readonly (readonly string[])[] };
    return { ok: true, roomName: 'Lobby', people: words.flat().map((id) => person(id)) };
  });

beforeAll(async () => {
  messages = await runMessages();
  rooms.serving = serveRooms();
});
afterAll(() => messages.stop());

const hello: NotificationContent = {
  title: 'Hello',
  message: 'there',
  type: 'success',
  actionUrl: '/x',
  duration: 5_000,
};

const list = async (userId: string, query = {}) => {
  const answer = await messages.ask('notifications', { userId, unreadOnly: false, limit: 100, ...query });
  if (!answer.ok) throw new Error(answer.code);
  return answer;
};
const messagesOf = async (userId: string) => (await list(userId)).items.map(({ message }) => message);
const toldTo = async (userId: string, count: number) => {
  await eventually(async () => (await list(userId)).items.length >= count, {
    reason: `${userId} is told ${count} times`,
  });
  return messagesOf(userId);
};

describe('a notification', () => {
  it('is there at once, as it was given', async () => {
    const added = await messages.ask('notify', { userId: 'ann', notification: hello });
    expect(added).toEqual({ ok: true, position: expect.any(Number) as number });
    const { items, unreadCount, more, position } = await list('ann');
    expect([items, unreadCount, more]).toEqual([
      [{ ...hello, position: added.ok && added.position, addedAt: expect.any(Number) as number, read: false }],
      1,
      false,
    ]);
    expect(position).toBeGreaterThanOrEqual(items[0]?.position ?? Infinity);
  });

  it('with a key is stored once, also when it is asked for at the same time', async () => {
    const request = { userId: 'ben', notification: hello, key: 'k' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => messages.ask('notify', request)));
    expect(new Set(answers.map((answer) => answer.ok && answer.position)).size).toBe(1);
    expect((await list('ben')).items).toHaveLength(1);
  });

  it('is refused when it is none', async () => {
    const notification = { ...hello, actionUrl: 'javascript:alert(1)' };
    expect(await messages.ask('notify', { userId: 'ann', notification })).toEqual({
      ok: false,
      code: 'invalid_notification',
    });
  });

  it('is read, removed and cleared, and stays so after a restart and a rebuild', async () => {
    const userId = 'cid';
    const positions: number[] = [];
    for (const title of ['a', 'b', 'c']) {
      const added = await messages.ask('notify', { userId, notification: { ...hello, title } });
      positions.push(added.ok ? added.position : 0);
    }
    const [a = 0, b = 0] = positions;
    const change = (wish: Parameters<typeof messages.ask<'changeNotifications'>>[1]['change']) =>
      messages.ask('changeNotifications', { userId, change: wish });
    expect(await change({ type: 'ReadNotification', notification: a })).toEqual({ ok: true, unreadCount: 2 });
    expect(await change({ type: 'ReadNotification', notification: a })).toEqual({ ok: true, unreadCount: 2 });
    expect(await change({ type: 'RemoveNotification', notification: b })).toEqual({ ok: true, unreadCount: 1 });
    expect(await change({ type: 'RemoveNotification', notification: b })).toEqual({
      ok: false,
      code: 'notification_not_found',
    });
    const shown = async () => (await list(userId)).items.map(({ title, read }) => [title, read]);
    const expected = [
      ['a', true],
      ['c', false],
    ];
    expect(await shown()).toEqual(expected);
    await messages.recompose();
    expect(await shown()).toEqual(expected);
    await messages.bus.request(readModelAddress('notifications', 'rebuild'), {});
    expect(await shown()).toEqual(expected);
    expect(await change({ type: 'ReadAllNotifications' })).toEqual({ ok: true, unreadCount: 0 });
    expect((await list(userId, { unreadOnly: true })).items).toEqual([]);
    expect(await change({ type: 'ClearNotifications' })).toEqual({ ok: true, unreadCount: 0 });
    expect(await shown()).toEqual([]);
  });

  it('can be read, removed and cleared at once', async () => {
    const add = async () => {
      const added = await messages.ask('notify', { userId: 'kim', notification: hello });
      return added.ok ? added.position : 0;
    };
    const change = (wish: Parameters<typeof messages.ask<'changeNotifications'>>[1]['change']) =>
      messages.ask('changeNotifications', { userId: 'kim', change: wish });
    expect(await change({ type: 'ReadNotification', notification: await add() })).toEqual({ ok: true, unreadCount: 0 });
    expect(await change({ type: 'RemoveNotification', notification: await add() })).toEqual({
      ok: true,
      unreadCount: 0,
    });
    await add();
    expect(await change({ type: 'ReadAllNotifications' })).toEqual({ ok: true, unreadCount: 0 });
    expect((await list('kim')).unreadCount).toBe(0);
    await add();
    expect(await change({ type: 'ClearNotifications' })).toEqual({ ok: true, unreadCount: 0 });
    expect((await list('kim')).items).toEqual([]);
  });

  it('that is large is given in pages that fit into an answer', async () => {
    const large = { ...hello, message: '狼'.repeat(4_000) };
    for (let n = 0; n < 60; n += 1) await messages.ask('notify', { userId: 'dan', notification: large });
    const titles: number[] = [];
    let after = 0;
    for (;;) {
      const { items, more } = await list('dan', { after });
      titles.push(...items.map(({ position }) => position));
      after = items.at(-1)?.position ?? after;
      if (!more) break;
    }
    expect([titles.length, new Set(titles).size]).toEqual([60, 60]);
    const latest = await list('dan');
    expect([latest.items.at(-1)?.position, latest.more]).toEqual([titles.at(-1), true]);
  });
});

describe('what happens in rooms', () => {
  it('is told to whom it concerns', async () => {
    await messages.post('lobby', 'ann', 'hello @eve');
    await messages.rooms.append(roomLane('lobby', 'control'), { type: 'UserInvited', userId: 'eve', by: 'ann' });
    expect(await toldTo('eve', 2)).toEqual(['hello @eve', 'ann has invited you.']);
  });

  it('is told once of an answer, also after restarts in between', async () => {
    const author = { id: 'lou', guest: false };
    const asked = await messages.post('answers', 'lou', 'why?');
    for (let n = 1; n <= 30; n += 1) {
      await messages.post('answers', 'ann', `@lou because of ${n}`, { message: asked, root: asked, author });
      if (n % 10 === 0) await messages.recompose();
    }
    const told = await toldTo('lou', 30);
    expect(told).toEqual(Array.from({ length: 30 }, (_, index) => `@lou because of ${index + 1}`));
    expect(new Set((await list('lou')).items.map(({ title }) => title))).toEqual(
      new Set(['ann replied to you in Lobby']),
    );
  });

  it('is told once, also after restarts in between', async () => {
    for (let n = 1; n <= 30; n += 1) {
      await messages.post('busy', 'ann', `@fay ${n}`);
      if (n % 10 === 0) await messages.recompose();
    }
    const told = await toldTo('fay', 30);
    expect(told).toEqual(Array.from({ length: 30 }, (_, index) => `@fay ${index + 1}`));
  });

  it('is told once after the checkpoint was lost', async () => {
    await messages.post('lost', 'ann', '@gil one');
    await toldTo('gil', 1);
    const { checkpoints, users } = await ensureStreams(messages.nats);
    await messages.nats.connection.request(`$JS.API.STREAM.PURGE.${checkpoints.stream}`, '');
    await messages.recompose();
    await messages.post('lost', 'ann', '@gil two');
    expect(await toldTo('gil', 2)).toEqual(['@gil one', '@gil two']);
    const stored = await createEventStore<NotificationEvent>(messages.nats, users).read([noticesLane('gil')]);
    expect(stored).toHaveLength(2);
  });

  it('waits for the rooms service, and what comes after it waits too', async () => {
    rooms.serving?.close();
    await messages.post('patient', 'ann', '@hal one');
    await messages.post('patient', 'ann', '@hal two');
    rooms.serving = serveRooms();
    expect(await toldTo('hal', 2)).toEqual(['@hal one', '@hal two']);
  });

  it('is told also behind bytes that are no event, which are buried once', async () => {
    await messages.nats.connection.request('room.sick.talk', 'this is no event');
    await messages.post('sick', 'ann', '@ida hello');
    expect(await toldTo('ida', 1)).toEqual(['@ida hello']);
    const { items } = await messages.deadLetters.list({ limit: 100 });
    expect(items.map(({ consumer }) => consumer)).toEqual(['message-history']);
  });
});
