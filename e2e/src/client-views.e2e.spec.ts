import { connect, type Client, type Message, type Receipt, type StreamItems } from '@noroshi/client';
import { eventually } from '@noroshi/testing';
import { WebSocket } from 'ws';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_ANONYMOUS: 'false' } });
const clients = new Set<Client>();

afterEach(() => {
  for (const client of clients) client.close();
  clients.clear();
});

function clientOf(userId: string, claims: Readonly<Record<string, unknown>> = {}): Client {
  const client = connect({
    url: scene.stack.url,
    token: scene.stack.token(userId, claims),
    webSocket: WebSocket,
    transports: ['websocket'],
  });
  clients.add(client);
  return client;
}

const soon = (what: () => boolean, reason: string): Promise<unknown> => eventually(what, { reason });

it('the list of rooms tells what is unread and said last, and forgets what was read on another connection', async () => {
  const [roomId, other] = [scene.newRoom(), scene.newRoom()];
  const [ann, bob, bobsPhone] = [clientOf('ann'), clientOf('bob'), clientOf('bob')];
  await ann.room(roomId).join({ stay: true, name: 'Harbour' });
  await bob.room(roomId).join({ stay: true });
  await bob.room(roomId).leave();
  const before = await ann.room(roomId).send('before');
  bob.rooms.subscribe(() => undefined);
  const listed = () => bob.rooms.current.items.find((each) => each.roomId === roomId);
  await soon(() => listed() !== undefined, 'the room is listed');
  expect(bob.rooms.current.isLoaded).toBe(true);
  expect(listed()).toMatchObject({ name: 'Harbour', unread: 1, lastMessage: { content: 'before' } });

  await ann.room(roomId).send('hello @bob');
  await soon(() => listed()?.unread === 2, 'the second is unread');
  await soon(() => listed()?.mentions === 1, 'the mention is counted');
  expect(listed()).toMatchObject({ lastMessage: { content: 'hello @bob', author: { userId: 'ann' } } });
  await bob.room(other).join({ stay: true });
  await soon(() => bob.rooms.current.items.length === 2, 'a room that is joined is listed');

  bobsPhone.room(roomId).unread.subscribe(() => undefined);
  await bobsPhone.room(roomId).join();
  await soon(() => bobsPhone.room(roomId).unread.current === 2, 'the phone knows what is unread');
  await bobsPhone.room(roomId).markRead(before.offset);
  await soon(() => listed()?.unread === 1, 'one is read');
  await bobsPhone.room(roomId).markRead();
  await soon(() => listed()?.unread === 0 && bobsPhone.room(roomId).unread.current === 0, 'all is read');
});

it('notifications come once, and what is done with one is seen on all connections of the user', async () => {
  const roomId = scene.newRoom();
  const [ann, bob, bobsPhone] = [clientOf('ann'), clientOf('carl'), clientOf('carl')];
  await ann.room(roomId).join();
  await bob.room(roomId).join();
  const come: string[] = [];
  bob.notifications.on('notification', ({ messageId = '' }) => come.push(messageId));
  bobsPhone.notifications.subscribe(() => undefined);
  await bob.notifications.markAllRead();
  const { messageId } = await ann.room(roomId).send('@carl, are you there?');
  await soon(() => come.length === 1, 'the mention comes');
  expect(come).toEqual([messageId]);
  const states = [bob.notifications, bobsPhone.notifications];
  await soon(() => states.every(({ current }) => current.unreadCount === 1), 'both know of it');
  const [notification] = bob.notifications.current.items;
  expect(notification).toMatchObject({ roomId, messageId, isRead: false });

  await bob.notifications.markRead(notification?.id ?? '');
  await soon(() => states.every(({ current }) => current.unreadCount === 0), 'both know that it is read');
  expect(bob.notifications.current.items).toHaveLength(1);
  await bobsPhone.notifications.remove(notification?.id ?? '');
  await soon(() => states.every(({ current }) => current.items.length === 0), 'both know that it is gone');
});

it('streams bring what is held and then what comes, also to whoever watches later, and to operators only', async () => {
  const refused = await new Promise<{ readonly code: string }>((resolve) => {
    clientOf('somebody').streams.watch('metrics', () => undefined, resolve);
  });
  expect(refused.code).toBe('forbidden');
  const admin = clientOf('admin', { roles: ['admin'] });
  const metrics: StreamItems['metrics'][] = [];
  const end = admin.streams.watch('metrics', (items) => metrics.push(...items));
  await soon(() => metrics.length > 1, 'metrics come');
  const later: StreamItems['metrics'][] = [];
  const endLater = admin.streams.watch('metrics', (items) => later.push(...items));
  await soon(() => later.length > 1, 'the second one is told too');
  expect(later[0]).toEqual(metrics[0]);
  end();
  endLater();
  const times = metrics.map(({ at }) => at);
  expect(times).toEqual([...new Set(times)].sort((left, right) => left - right));
  expect(Number.isFinite(metrics[0]?.systemLoad)).toBe(true);
});

it('a timeline joins history and what comes, with what became of each message, and jumps to where it is asked', async () => {
  const roomId = scene.newRoom();
  const [ann, bob] = [clientOf('ann').room(roomId), clientOf('bob').room(roomId)];
  await ann.join();
  const receipts = await Promise.all(Array.from({ length: 30 }, (_, index) => ann.send(`m${index}`)));
  const timeline = bob.timeline({ limit: 10 });
  await bob.join();
  await soon(() => timeline.current.loading === 'none', 'the latest page is there');
  const shown = (): string[] => timeline.current.messages.map(({ content }) => content);
  expect(shown()).toEqual(Array.from({ length: 10 }, (_, index) => `m${index + 20}`));
  await timeline.loadOlder();
  expect(shown()).toHaveLength(20);

  const [first, last] = [receipts[0], receipts.at(-1)] as [Receipt, Receipt];
  await timeline.jumpTo(first.offset);
  expect(shown()[0]).toBe('m0');
  expect(timeline.current).toMatchObject({ hasOlder: false, hasNewer: true });
  await ann.send('m30');
  await soon(() => timeline.current.newer === 1, 'the new one is counted');
  expect(shown()).not.toContain('m30');
  while (timeline.current.hasNewer) await timeline.loadNewer();
  expect(shown()).toEqual(Array.from({ length: 31 }, (_, index) => `m${index}`));
  expect(timeline.current.newer).toBe(0);

  const of = ({ messageId }: Receipt): Message =>
    timeline.current.messages.find((message) => message.messageId === messageId) as Message;
  await ann.edit(last.messageId, 'edited');
  await ann.remove(first.messageId);
  await bob.react(last.messageId, '👍');
  await soon(() => of(last).reactions['👍'] !== undefined, 'the reaction is shown');
  expect(of(last)).toMatchObject({ content: 'edited', reactions: { '👍': ['bob'] } });
  expect(of(first)).toMatchObject({ content: '', isDeleted: true });
  await bob.unreact(last.messageId, '👍');
  await soon(() => of(last).reactions['👍'] === undefined, 'the reaction is gone');
  await expect(bob.edit(last.messageId, 'not mine')).rejects.toMatchObject({ code: 'not_your_message' });
});

it('people see one another come, type and go, and messages can be taken one by one', async () => {
  const roomId = scene.newRoom();
  const [ann, bobs] = [clientOf('ann').room(roomId), clientOf('bob')];
  const bob = bobs.room(roomId);
  await ann.join();
  const names = (): readonly string[] => ann.presence.current.people.map(({ userId }) => userId);
  await bob.join();
  await soon(() => names().length === 2 && ann.presence.current.count === 2, 'bob is there');
  bob.setTyping(true);
  await soon(() => ann.typing.current[0]?.userId === 'bob', 'bob types');
  const taken: string[] = [];
  const reading = (async () => {
    for await (const { content } of bob.messages()) if (taken.push(content) === 3) return;
  })();
  for (const text of ['one', 'two', 'three']) await ann.send(text);
  await reading;
  expect(taken).toEqual(['one', 'two', 'three']);
  expect(bob.typing.current).toEqual([]);
  expect((await ann.members()).map(({ userId }) => userId).sort()).toEqual(['ann', 'bob']);
  bobs.close();
  await soon(() => names().length === 1, 'bob has left');
  expect(ann.typing.current).toEqual([]);
});

it('a connection goes on with a fresh token before the old one runs out', async () => {
  const reasons: string[] = [];
  const expiresAt = (seconds: number) => ({ exp: Math.floor(Date.now() / 1000) + seconds });
  const client = connect({
    url: scene.stack.url,
    webSocket: WebSocket,
    token: (reason) => {
      reasons.push(reason);
      return scene.stack.token('ann', expiresAt(reasons.length === 1 ? 3 : 3_600));
    },
  });
  clients.add(client);
  const answered = new Promise<void>((resolve) => {
    client.on('*', ({ direction, frame }) => {
      if (direction === 'in' && frame['type'] === 'authenticated') resolve();
    });
  });
  await soon(() => client.state.current.phase === 'connected', 'it is connected');
  const before = client.state.current;
  await answered;
  expect(reasons).toEqual(['first', 'expiring']);
  expect(client.state.current).toBe(before);
});
