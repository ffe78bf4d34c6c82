import { eventually } from '@noroshi/testing';
import { get } from './api.js';
import type { Client } from './client.js';
import { setScene } from './scene.js';

const CROWD_SIZE = 20;
const KEY = 'ops:the-key-of-the-operators';
const scene = setScene({
  env: {
    NOROSHI_GATEWAYS: '2',
    NOROSHI_AWAY_AFTER: '1',
    NOROSHI_CROWD_SIZE: String(CROWD_SIZE),
    NOROSHI_API_KEYS: KEY,
  },
});

interface Item {
  readonly connectionId: string;
  readonly userId: string;
  readonly gateway: string;
  readonly rooms: readonly string[];
  readonly [field: string]: unknown;
}

const admin = () => scene.stack.token('root', { roles: ['admin'] });

async function connections(query: Readonly<Record<string, string>>): Promise<{ items: Item[]; next?: string }> {
  const answer = await get(scene.stack, `/connections?${new URLSearchParams(query).toString()}`, admin());
  expect(answer.status).toBe(200);
  return (await answer.json()) as { items: Item[]; next?: string };
}

async function presenceOf(userId: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await get(scene.stack, `/users/${userId}/presence`, scene.stack.token('anybody'));
  expect(answer.status).toBe(200);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}

const hasStatus = (userId: string, status: string): Promise<unknown> =>
  eventually(async () => (await presenceOf(userId))['status'] === status, { reason: `${userId} is ${status}` });

const choose = (token: string, body: unknown): Promise<Response> =>
  fetch(`${scene.stack.url}/api/v1/me/status`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });

/**
 * Three users with two tabs on gateway 2, three with a tab on each gateway, all in the same three rooms; and one on
 * gateway 1 who came after them all, and watches.
 */
async function crowdInRooms(): Promise<{ rooms: string[]; observer: Client; gone: Set<string>; stay: Set<string> }> {
  const rooms = [scene.newRoom(), scene.newRoom(), scene.newRoom()];
  const users = (what: string) => [1, 2, 3].map((index) => `${rooms[0] ?? ''}-${what}-${index}`);
  const [gone, stay] = [users('gone'), users('stay')];
  const observer = await onGateway('gateway-1', `${rooms[0] ?? ''}-observer`);
  const tabs = await Promise.all([
    ...gone.flatMap((user) => [onGateway('gateway-2', user), onGateway('gateway-2', user)]),
    ...stay.flatMap((user) => [onGateway('gateway-1', user), onGateway('gateway-2', user)]),
  ]);
  await Promise.all(tabs.flatMap((tab) => rooms.map((roomId) => tab.join(roomId))));
  const last = await onGateway('gateway-1', `${rooms[0] ?? ''}-last`);
  for (const roomId of rooms) {
    await observer.join(roomId);
    // News of a room comes in order: whatever was told of the others has been told by then.
    await last.join(roomId);
    await observer.next({ type: 'memberJoined', roomId, userId: `${rooms[0] ?? ''}-last` });
  }
  observer.frames.length = 0;
  return { rooms, observer, gone: new Set(gone), stay: new Set(stay) };
}

/** The kernel chooses the gateway: whoever lands on the other one tries again. */
async function onGateway(name: string, userId: string): Promise<Client> {
  for (;;) {
    const client = await scene.connect(userId, { query: { rooms: 'many' } });
    const own = await eventually(
      async () =>
        (await connections({ user: userId })).items.find(({ connectionId }) => connectionId === client.connectionId),
      { reason: 'the connection is known' },
    );
    if (own.gateway.endsWith(name)) return client;
    await client.close();
  }
}

/** Who was told of in which room, and how often. */
function toldOf(observer: Client, type: string, rooms: readonly string[]): Record<string, number> {
  const frames = observer.of(type).filter(({ roomId }) => rooms.includes(roomId as string));
  const counts: Record<string, number> = {};
  for (const { roomId, userId } of frames) {
    const key = `${String(roomId)} ${String(userId)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const onceEach = (rooms: readonly string[], users: ReadonlySet<string>): Record<string, number> =>
  Object.fromEntries(rooms.flatMap((roomId) => [...users].map((userId) => [`${roomId} ${userId}`, 1])));

/** Every leave of those who are gone, and that nobody else has left. */
async function seesThemLeave(observer: Client, rooms: readonly string[], gone: ReadonlySet<string>): Promise<void> {
  await Promise.all(
    rooms.flatMap((roomId) => [...gone].map((userId) => observer.next({ type: 'memberLeft', roomId, userId }))),
  );
  await observer.settled();
  expect(toldOf(observer, 'memberLeft', rooms)).toEqual(onceEach(rooms, gone));
}

it('a killed gateway is left by exactly those who were on no other one, once in each room, with all their tabs', async () => {
  const { rooms, observer, gone, stay } = await crowdInRooms();
  const former = scene.stack.kill('gateway-2');
  await seesThemLeave(observer, rooms, gone);
  await scene.stack.isBack('gateway-2', former);
  const { items } = await connections({ room: rooms[2] ?? '', limit: '100' });
  expect(new Set(items.map(({ userId }) => userId))).toEqual(
    new Set([...stay, `${rooms[0] ?? ''}-observer`, `${rooms[0] ?? ''}-last`]),
  );
  expect(items.every(({ gateway }) => gateway.endsWith('gateway-1'))).toBe(true);
});

it('a frozen gateway is left as well, and its people are back when it thaws', async () => {
  const { rooms, observer, gone } = await crowdInRooms();
  const pid = scene.stack.pids()['gateway-2'] ?? 0;
  process.kill(pid, 'SIGSTOP');
  try {
    await seesThemLeave(observer, rooms, gone);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await Promise.all(
    rooms.flatMap((roomId) => [...gone].map((userId) => observer.next({ type: 'memberJoined', roomId, userId }))),
  );
  await observer.settled();
  expect(toldOf(observer, 'memberJoined', rooms)).toEqual(onceEach(rooms, gone));
});

it('a restart of the rooms service loses no presence and tells nobody anything', async () => {
  const roomId = scene.newRoom();
  const ann = await scene.connect('ann');
  const ben = await scene.connect('ben');
  await ann.join(roomId);
  await ben.join(roomId);
  await ann.next({ type: 'memberJoined', userId: 'ben' });
  const former = scene.stack.kill('rooms');
  await scene.stack.isBack('rooms', former);
  const { items } = await connections({ room: roomId });
  expect(items.map(({ userId }) => userId).sort()).toEqual(['ann', 'ben']);
  await ben.close();
  await ann.next({ type: 'memberLeft', userId: 'ben' });
  expect([ann.of('memberJoined').length, ann.of('memberLeft').length]).toEqual([1, 1]);
});

it('a room of many is told as a count with a sample, and its members are listed up to a limit', async () => {
  const roomId = scene.newRoom();
  const observer = await scene.connect('observer');
  await observer.join(roomId);
  const size = CROWD_SIZE + 10;
  const others = await Promise.all(Array.from({ length: size - 1 }, (_, index) => scene.connect(`crowd-${index}`)));
  for (const other of others) await other.join(roomId);
  const told = await observer.next({ type: 'presence', roomId, memberCount: size });
  expect(told['people']).toHaveLength(20);
  expect(observer.of('memberJoined').length).toBeLessThan(CROWD_SIZE);
  await Promise.all(others.slice(0, 5).map((other) => other.close()));
  await observer.next({ type: 'presence', roomId, memberCount: size - 5 });
  observer.send({ action: 'members', roomId });
  const answer = await observer.next('members');
  expect(answer).toMatchObject({ count: size, present: size - 5 });
  expect((answer['members'] as { present: boolean }[]).map(({ present }) => present)).toEqual(
    Array.from({ length: CROWD_SIZE }, () => true),
  );
});

describe('the connections', () => {
  it('are told to operators and back ends, as they are', async () => {
    const roomId = scene.newRoom();
    const phone = await scene.connect('registered', { headers: { 'user-agent': 'a phone' } });
    await phone.join(roomId);
    const { items } = await connections({ user: 'registered' });
    expect(items).toEqual([
      {
        connectionId: phone.connectionId,
        userId: 'registered',
        username: 'registered',
        gateway: expect.stringMatching(/gateway-[12]$/) as string,
        userAgent: 'a phone',
        address: expect.stringContaining('127.0.0.1') as string,
        connectedAt: expect.stringMatching(/^20\d\d-.*Z$/) as string,
        lastActivity: expect.stringMatching(/^20\d\d-.*Z$/) as string,
        status: expect.stringMatching(/online|away/) as string,
        rooms: [roomId],
        roomCount: 1,
      },
    ]);
    expect((await get(scene.stack, '/connections', KEY)).status).toBe(200);
    await phone.close();
    await eventually(async () => (await connections({ user: 'registered' })).items.length === 0, {
      reason: 'a closed connection is gone from the registry',
    });
  });

  it('are found by user, room and gateway, and come in pages', async () => {
    const roomId = scene.newRoom();
    const tabs = await Promise.all([1, 2, 3, 4, 5].map(() => scene.connect('paged')));
    await Promise.all(tabs.slice(0, 3).map((tab) => tab.join(roomId)));
    const ids = async (query: Record<string, string>) =>
      (await connections(query)).items.map(({ connectionId }) => connectionId);
    const own = tabs.map(({ connectionId }) => connectionId).sort();
    await eventually(async () => (await ids({ user: 'paged' })).length === 5, { reason: 'all are registered' });
    expect(await ids({ user: 'paged' })).toEqual(own);
    expect(new Set(await ids({ room: roomId }))).toEqual(
      new Set(tabs.slice(0, 3).map(({ connectionId }) => connectionId)),
    );
    const [first] = (await connections({ user: 'paged' })).items;
    expect(await ids({ user: 'paged', gateway: first?.gateway ?? '' })).toContain(first?.connectionId);
    expect(await ids({ user: 'paged', gateway: 'nowhere' })).toEqual([]);
    const page = await connections({ user: 'paged', limit: '3' });
    expect(page.next).toBe(own[2]);
    expect(await connections({ user: 'paged', limit: '3', after: page.next ?? '' })).toMatchObject({
      items: own.slice(3).map((connectionId) => ({ connectionId })),
    });
  });

  it('are told to nobody else', async () => {
    expect((await fetch(`${scene.stack.url}/api/v1/connections`)).status).toBe(401);
    expect((await get(scene.stack, '/connections', 'no token')).status).toBe(401);
    expect((await get(scene.stack, '/connections', scene.stack.token('ann'))).status).toBe(403);
    expect((await get(scene.stack, '/connections?limit=0', admin())).status).toBe(400);
    expect((await get(scene.stack, '/connections?room=%00', admin())).status).toBe(400);
  });
});

describe("a user's status", () => {
  it('is online, away when nothing but pings comes, online again, and offline in the end', async () => {
    const roomId = scene.newRoom();
    expect(await presenceOf('sleepy')).toEqual({ userId: 'sleepy', status: 'offline', connections: 0 });
    const client = await scene.connect('sleepy');
    await client.join(roomId);
    await hasStatus('sleepy', 'away');
    await client.settled();
    expect(await presenceOf('sleepy')).toMatchObject({
      status: 'away',
      connections: 1,
      lastActivity: expect.any(String) as string,
    });
    client.send({ action: 'typing', roomId, isTyping: true });
    await hasStatus('sleepy', 'online');
    await client.close();
    await hasStatus('sleepy', 'offline');
  });

  it('is do-not-disturb when the user wants it, also after a restart of the service, until it is taken back', async () => {
    const token = scene.stack.token('busy');
    await scene.connect('busy');
    expect(await (await choose(token, { status: 'dnd' })).json()).toEqual({ status: 'dnd' });
    await hasStatus('busy', 'dnd');
    const former = scene.stack.kill('rooms');
    await scene.stack.isBack('rooms', former);
    expect(await presenceOf('busy')).toMatchObject({ status: 'dnd' });
    expect((await choose(token, { status: 'online' })).status).toBe(200);
    expect((await presenceOf('busy'))['status']).toMatch(/online|away/);
  });

  it('is chosen by the user alone, and only as one of two', async () => {
    expect((await choose('no token', { status: 'dnd' })).status).toBe(401);
    expect((await choose(scene.stack.token('busy'), { status: 'away' })).status).toBe(400);
    expect((await choose(scene.stack.token('busy'), undefined)).status).toBe(400);
  });

  it('is told to whoever has a token, and to nobody else', async () => {
    expect((await fetch(`${scene.stack.url}/api/v1/users/busy/presence`)).status).toBe(401);
  });
});
