import { once } from 'node:events';
import { eventually } from '@noroshi/testing';
import { ask, get } from './api.js';
import { Client, type Frame } from './client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2' } });
const admin = () => scene.stack.token('operator', { roles: ['admin'] });

const list = async <T>(path: string): Promise<T[]> => {
  const answer = await get(scene.stack, path, admin());
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { items: T[] }).items;
};

interface Process {
  readonly name: string;
  readonly role: string;
  readonly since: string;
  readonly connections?: number;
  readonly delay?: number;
}
const processes = () => list<Process>('/processes');

interface EventLog {
  readonly name: string;
  readonly messages: number;
  readonly readers: readonly { readonly reader: string; readonly subjects: readonly string[]; readonly lag: number }[];
}
const eventLogs = () => list<EventLog>('/event-logs');

const PATHS = ['/processes', '/event-logs'] as const;

it.each(PATHS)('%s is for operators', async (path) => {
  expect((await get(scene.stack, path, scene.stack.token('somebody'))).status).toBe(403);
});

it('what runs is listed, with the connections that each gateway holds and how fast it tells', async () => {
  const people = await Promise.all(Array.from({ length: 16 }, (_, index) => scene.connect(`person-${index}`)));
  const roles = ['analytics-metrics', 'gateway', 'gateway', 'messages', 'rooms'];
  const held = (all: readonly Process[]) => all.reduce((sum, { connections = 0 }) => sum + connections, 0);
  await eventually(
    async () => {
      const all = await processes();
      const known = all.map(({ role }) => role).filter((role) => roles.includes(role));
      return held(all) === people.length && known.sort().join() === roles.join();
    },
    { reason: 'everybody is counted' },
  );
  expect(
    (await processes()).filter(({ role }) => role === 'gateway').every(({ connections = 0 }) => connections > 0),
  ).toBe(true);
  const roomId = scene.newRoom();
  const [speaker] = people as [Client];
  await speaker.join(roomId);
  let said = 0;
  const isTold = async () => {
    await speaker.say(roomId, `message ${(said += 1)}`);
    return (await processes()).some(({ delay }) => delay !== undefined);
  };
  await eventually(isTold, { reason: 'a gateway tells how long something was on its way' });
});

it('one that was killed is listed as what it is: begun anew', async () => {
  const killedAt = Date.now();
  const former = scene.stack.kill('messages');
  await scene.stack.isBack('messages', former);
  const since = async () => (await processes()).find(({ role }) => role === 'messages')?.since ?? 0;
  await eventually(async () => Date.parse(String(await since())) > killedAt, { reason: 'its new start is told' });
});

it('the streams are listed with who reads them, and how far behind they are', async () => {
  const speaker = await scene.connect('speaker');
  const roomId = scene.newRoom();
  await speaker.join(roomId);
  await speaker.say(roomId, 'hello');
  const isRead = async () => {
    const rooms = (await eventLogs()).find(({ name }) => name === 'ROOMS');
    // The one of a process that was killed is remembered for a minute.
    return rooms?.readers.some(
      ({ reader, subjects, lag }) => /messages/.test(reader) && subjects.includes('room.*.talk') && lag === 0,
    );
  };
  await eventually(isRead, { reason: 'the history has what was said' });
  const names = (await eventLogs()).map(({ name }) => name);
  expect(names).toEqual(['ROOMS', 'USERS', 'SESSIONS', 'CHECKPOINTS', 'DEADLETTERS', 'DASHBOARD']);
});

it('a connection is closed wherever it is, and its client may come back', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, (_, index) => scene.connect(`guest-${index}`)));
  for (const [index, person] of people.entries()) {
    const ofUser = () => list<{ connectionId: string }>(`/connections?user=guest-${index}`);
    await eventually(async () => (await ofUser()).length === 1, { reason: 'it is known' });
    const [{ connectionId }] = (await ofUser()) as [{ connectionId: string }];
    const closed = once(person.socket, 'close');
    const wish = { method: 'DELETE', path: `/connections/${connectionId}` } as const;
    expect((await ask(scene.stack, { ...wish, bearer: scene.stack.token('somebody') })).status).toBe(403);
    expect((await ask(scene.stack, { ...wish, bearer: admin() })).status).toBe(204);
    expect((await closed)[0]).toBe(1001);
    expect((await ask(scene.stack, { ...wish, bearer: admin() })).status).toBe(404);
  }
});

it('an alert that fires is acknowledged, and whoever watches is told, also who comes later', async () => {
  const watch = async (): Promise<Client> => {
    const client = await Client.open(scene.stack.socketUrl, { path: '/ws/dashboard', token: admin() });
    client.send({ type: 'subscribe', data: { streams: ['alerts'] } });
    return client;
  };
  const observer = await watch();
  const raised = await ask(scene.stack, { method: 'POST', path: '/alerts/test', bearer: admin(), body: {} });
  const { id } = (await raised.json()) as { id: string };
  const path = `/alerts/${id}/acknowledge`;
  expect((await ask(scene.stack, { method: 'POST', path, bearer: scene.stack.token('somebody') })).status).toBe(403);
  const answer = await ask(scene.stack, { method: 'POST', path, bearer: admin() });
  expect(answer.status).toBe(200);
  const alert = (await answer.json()) as Record<string, unknown>;
  expect(alert).toMatchObject({ id, state: 'firing', acknowledgedBy: 'operator' });
  const isAlert = (wanted: object) => (frame: Frame) => {
    const data = frame['data'] as Record<string, unknown>;
    return frame.type === 'alert' && Object.entries(wanted).every(([name, value]) => data[name] === value);
  };
  const late = await watch();
  const acknowledged = isAlert({ id, acknowledgedBy: 'operator', state: 'firing' });
  for (const each of [observer, late]) expect((await each.next(acknowledged))['data']).toEqual(alert);
  await observer.next(isAlert({ id, state: 'resolved' }), 20_000);
  expect((await ask(scene.stack, { method: 'POST', path, bearer: admin() })).status).toBe(404);
  await Promise.all([observer.close(), late.close()]);
});
