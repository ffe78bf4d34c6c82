import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@noroshi/testing';
import { ask, get } from './api.js';
import { Client, type ConnectOptions, type Frame } from './client.js';
import { setScene } from './scene.js';

const METRICS = [
  'activeUsers',
  'requestsPerMinute',
  'errorRate',
  'avgResponseTime',
  'systemLoad',
  'memoryUsage',
] as const;

/** So many users at once are a crowd to the rule below. */
const CROWD = 12;

const folder = mkdtempSync(join(tmpdir(), 'noroshi-rules-'));
const rules = join(folder, 'rules.json');
writeFileSync(
  rules,
  JSON.stringify([
    {
      ...{ id: 'crowd', metric: 'activeUsers', comparison: 'above', threshold: CROWD - 1, for: 1 },
      ...{ severity: 'warning', title: 'A crowd' },
    },
  ]),
);
const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_ALERT_RULES: rules } });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const here: Client[] = [];
afterEach(async () => {
  await Promise.all(here.splice(0).map((client) => client.close()));
});

async function come(options: ConnectOptions): Promise<Client> {
  const client = await Client.open(scene.stack.socketUrl, { path: '/ws/dashboard', ...options });
  here.push(client);
  return client;
}
const adminToken = () => scene.stack.token('operator', { roles: ['admin'] });

async function watch(...streams: string[]): Promise<Client> {
  const client = await come({ token: adminToken() });
  client.send({ type: 'subscribe', data: { streams }, timestamp: Date.now() });
  return client;
}

const dataOf = (frame: Frame): Record<string, unknown> => frame['data'] as Record<string, unknown>;
const figure = (frame: Frame, name: (typeof METRICS)[number]): number => dataOf(frame)[name] as number;
const withData = (type: string, wanted: Record<string, unknown>) => (frame: Frame) =>
  frame.type === type && Object.entries(wanted).every(([name, value]) => dataOf(frame)[name] === value);
/** Everything that the server said before has come. */
async function settled(client: Client): Promise<void> {
  client.send({ type: 'ping', data: {}, timestamp: Date.now() });
  await client.next('pong');
}
const told = (client: Client): Frame[] => client.of('metrics_update');

/** The first figures of a later moment, that say this. */
const later = (client: Client, since: number, wanted: Record<string, unknown> = {}): Promise<Frame> =>
  client.next((frame) => (frame['timestamp'] as number) > since && withData('metrics_update', wanted)(frame));

it('figures are those of what was really done, over both gateways', async () => {
  const observer = await watch('metrics');
  const tabs = await Promise.all(Array.from({ length: 16 }, () => scene.connect('pat')));
  const held = async () => {
    const answer = await get(scene.stack, '/connections?user=pat', adminToken());
    return ((await answer.json()) as { items: { gateway: string }[] }).items;
  };
  await eventually(async () => (await held()).length === tabs.length, { reason: 'the registry has heard of all' });
  expect(new Set((await held()).map(({ gateway }) => gateway)).size).toBe(2);

  await observer.next(withData('metrics_update', { activeUsers: 2 }));
  // Everything that was done so far is told within two seconds.
  const before = figure(await later(observer, Date.now() + 2_000), 'requestsPerMinute');
  const EACH = 30;
  await Promise.all(
    tabs.map(async (tab) => {
      for (let count = 0; count < EACH; count += 1) tab.send({ action: 'ping' });
      for (let count = 0; count < EACH; count += 1) await tab.next('pong');
    }),
  );
  const sent = EACH * tabs.length;
  const after = await observer.next(
    (frame) => frame.type === 'metrics_update' && figure(frame, 'requestsPerMinute') >= sent,
  );
  // What was done before may fall out of the minute meanwhile, and nothing else was done.
  expect(figure(after, 'requestsPerMinute')).toBeLessThanOrEqual(before + sent);
  expect(figure(after, 'errorRate')).toBe(0);
  expect(figure(after, 'memoryUsage')).toBeGreaterThan(0);
  for (const frame of told(observer)) {
    expect(Object.keys(dataOf(frame)).sort()).toEqual([...METRICS].sort());
    for (const name of METRICS) expect(Number.isFinite(figure(frame, name))).toBe(true);
    for (const name of ['errorRate', 'systemLoad', 'memoryUsage'] as const)
      expect(figure(frame, name)).toBeLessThanOrEqual(1);
  }
});

it('a rule fires when it has held and is resolved when it has not, and who comes meanwhile learns of it', async () => {
  const observer = await watch('alerts');
  const crowd = await Promise.all(Array.from({ length: CROWD }, (_, index) => scene.connect(`crowd-${index}`)));
  const firing = dataOf(await observer.next(withData('alert', { state: 'firing', title: 'A crowd' })));
  expect(firing).toMatchObject({ severity: 'warning', metric: 'activeUsers', threshold: CROWD - 1 });
  const late = await watch('alerts');
  expect(dataOf(await late.next(withData('alert', { state: 'firing', title: 'A crowd' })))).toEqual(firing);
  await Promise.all(crowd.map((client) => client.close()));
  const resolved = await observer.next(withData('alert', { state: 'resolved', id: firing['id'] }));
  expect(dataOf(resolved)['value']).toBeLessThan(CROWD);
});

it('an operator can raise an alert to see whether alerts arrive, on every gateway, and nobody else can', async () => {
  const path = '/alerts/test';
  const observers = await Promise.all(Array.from({ length: 8 }, () => watch('alerts')));
  await Promise.all(observers.map(settled));
  const wish = { severity: 'critical', title: 'Only a test' };
  const answer = await ask(scene.stack, { method: 'POST', path, bearer: adminToken(), body: wish });
  expect(answer.status).toBe(201);
  const alert = (await answer.json()) as Record<string, unknown>;
  expect(alert).toMatchObject({ severity: 'critical', title: 'Only a test', metric: 'test', state: 'firing' });
  const heard = await Promise.all(observers.map((each) => each.next(withData('alert', { title: 'Only a test' }))));
  expect(heard.map(dataOf)).toEqual(observers.map(() => alert));
  await Promise.all(observers.map((each) => each.next(withData('alert', { id: alert['id'], state: 'resolved' }))));
  const refused = await ask(scene.stack, { method: 'POST', path, bearer: scene.stack.token('somebody') });
  expect(refused.status).toBe(403);
  const wrong = await ask(scene.stack, { method: 'POST', path, bearer: adminToken(), body: { severity: 'loud' } });
  expect(wrong.status).toBe(400);
});

/** The next that happens to gateway-2 after a moment. */
const ofGateway = (kind: string, since: number) => (frame: Frame) =>
  withData('system_event', { kind })(frame) &&
  (frame['timestamp'] as number) >= since &&
  String(dataOf(frame)['gateway']).endsWith('gateway-2');

it('a gateway that is told to stop says so, and that it is gone and back', async () => {
  const observers = await Promise.all(Array.from({ length: 12 }, () => watch('events')));
  await Promise.all(observers.map(settled));
  const stoppedAt = Date.now();
  process.kill(scene.stack.pids()['gateway-2'] ?? 0, 'SIGTERM');
  const stays = await Promise.race(
    observers.map(async (each) => {
      await each.next(ofGateway('gateway_drain', stoppedAt));
      const down = await each.next(ofGateway('service_down', stoppedAt));
      expect(dataOf(down)['message']).toMatch(/stopped$/);
      return each;
    }),
  );
  await stays.next(ofGateway('service_up', stoppedAt));
});

it('a gateway that was killed is told, and its people are in no figure any more', async () => {
  const observers = await Promise.all(Array.from({ length: 12 }, () => watch('metrics', 'events')));
  const people = await Promise.all(Array.from({ length: 16 }, (_, index) => scene.connect(`person-${index}`)));
  const [observer] = observers as [Client];
  await observer.next(withData('metrics_update', { activeUsers: people.length + 1 }));
  await Promise.all(observers.map(settled));
  const killedAt = Date.now();
  const former = scene.stack.kill('gateway-2');
  const left = await Promise.race(
    observers.map(async (each) => {
      await each.next(ofGateway('service_down', killedAt));
      return each;
    }),
  );
  const still = people.filter(({ socket }) => socket.readyState === socket.OPEN);
  expect(still.length).toBeLessThan(people.length);
  await later(left, killedAt, { activeUsers: still.length + 1 });
  await left.next(ofGateway('service_up', killedAt));
  await scene.stack.isBack('gateway-2', former);
});

it('what is said in rooms is told, and of private ones not in which', async () => {
  const observer = await watch('rooms');
  const bearer = scene.stack.token('speaker');
  for (const [id, isPublic] of [
    ['forum', true],
    ['closet', false],
  ] as const) {
    const settings = { isPublic, maxMembers: 10, allowFileSharing: true };
    await ask(scene.stack, { method: 'POST', path: '/rooms', bearer, body: { id, name: `The ${id}`, settings } });
    for (let said = 0; said < 3; said += 1)
      await ask(scene.stack, { method: 'POST', path: `/rooms/${id}/messages`, bearer, body: { content: 'hello' } });
  }
  const isNamed = (frame: Frame) =>
    frame.type === 'rooms_update' && JSON.stringify(dataOf(frame)['topRooms']).includes('"forum"');
  const told = dataOf(await observer.next(isNamed));
  expect(told['topRooms']).toContainEqual({ roomId: 'forum', name: 'The forum', messages: 3 });
  expect(JSON.stringify(told)).not.toContain('closet');
  const { messagesPerMinute, participants } = dataOf(
    await observer.next((frame) => isNamed(frame) && (dataOf(frame)['messagesPerMinute'] as number) >= 6),
  );
  expect(messagesPerMinute).toBeGreaterThanOrEqual(6);
  expect(participants).toBeGreaterThanOrEqual(1);
});

it('the minutes of a room are for whoever may read it', async () => {
  const settings = { isPublic: false, maxMembers: 10, allowFileSharing: true };
  const owner = scene.stack.token('owner-of-den');
  await ask(scene.stack, { method: 'POST', path: '/rooms', bearer: owner, body: { id: 'den', name: 'Den', settings } });
  const answer = await get(scene.stack, '/rooms/den/rollups?from=2020-01-01T00:00:00Z', owner);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ items: expect.any(Array) as unknown[] });
  expect((await get(scene.stack, '/rooms/den/rollups', scene.stack.token('stranger'))).status).toBe(404);
  expect((await get(scene.stack, '/rooms/den/rollups?from=yesterday', owner)).status).toBe(400);
});

it('a room that was opened is told', async () => {
  const observer = await watch('events');
  await settled(observer);
  const roomId = scene.newRoom();
  const opener = await scene.connect('opener');
  await opener.join(roomId, { roomName: 'Opened here' });
  const event = dataOf(await observer.next(withData('system_event', { kind: 'room_opened', roomId })));
  expect(event).toMatchObject({ message: 'Opened here was opened', timestamp: expect.any(Number) as number });
});

it('who comes late sees what those saw who were there, at once, on whichever gateway', async () => {
  const early = await watch('metrics', 'events');
  for (let count = 0; count < 4; count += 1) await early.next('metrics_update');
  const late = await Promise.all(Array.from({ length: 8 }, () => watch('metrics', 'events')));
  await Promise.all(late.map(settled));
  for (const each of late) {
    const seen = told(each);
    const times = seen.map(({ timestamp }) => timestamp as number);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    const last = times.at(-1) ?? 0;
    const before = told(early).filter(({ timestamp }) => (timestamp as number) <= last);
    expect(before.length).toBeGreaterThanOrEqual(4);
    expect(seen.filter(({ timestamp }) => before.some((frame) => frame['timestamp'] === timestamp))).toEqual(before);
    expect(each.of('system_event').length).toBeGreaterThan(0);
  }
});

it('charts pause while the keeper of metrics is away, and go on when it is back', async () => {
  const observer = await watch('metrics', 'events');
  await observer.next('metrics_update');
  const former = scene.stack.kill('analytics-metrics');
  const roomId = scene.newRoom();
  const client = await scene.connect('chatting');
  await client.join(roomId);
  await client.say(roomId, 'nobody here minds');
  await scene.stack.isBack('analytics-metrics', former);
  await later(observer, Date.now());
  const ups = observer.of('system_event').filter((frame) => dataOf(frame)['kind'] === 'service_up');
  expect(new Set(ups.map((frame) => dataOf(frame)['id'])).size).toBe(ups.length);
});

describe('the right to watch', () => {
  it('comes with the role, also by a token that is shown later, and goes with it', async () => {
    const client = await come({ token: scene.stack.token('operator') });
    client.send({ type: 'subscribe', id: 's1', data: { streams: ['metrics'] } });
    expect(await client.next('error')).toMatchObject({ id: 's1', data: { code: 'forbidden', action: 'subscribe' } });
    client.send({ type: 'authenticate', data: { token: adminToken() } });
    expect(dataOf(await client.next('authenticated'))['expiresAt']).toBeGreaterThan(Date.now());
    client.send({ type: 'subscribe', data: { streams: ['metrics'] } });
    await client.next('metrics_update');
    client.send({ type: 'authenticate', data: { token: scene.stack.token('operator') } });
    await client.next('authenticated');
    expect(dataOf(await client.next('error'))).toMatchObject({ code: 'forbidden' });
    const count = told(client).length;
    await settled(client);
    expect(told(client)).toHaveLength(count);
  });

  it('is a guest’s where guests are let in', async () => {
    const guest = await come({ query: { userId: 'gina' } });
    guest.send({ type: 'subscribe', data: { streams: ['metrics'] } });
    await guest.next('metrics_update');
  });
});

it('what is no frame is refused in this language, and the connection lives on', async () => {
  const client = await watch('metrics');
  const bad = ['{', '[]', '{"type":"x"}', '{"type":"subscribe","data":{"streams":["logs"]}}', Buffer.from([1, 2])];
  for (const each of bad) client.sendText(each);
  for (let count = 0; count < bad.length; count += 1) await client.next('error');
  await settled(client);
  await client.next('metrics_update');
});
