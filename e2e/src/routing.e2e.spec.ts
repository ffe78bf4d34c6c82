import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, WebhookReceiver } from '@noroshi/testing';
import type { Client } from './client.js';
import { noroshi } from './noroshi.js';
import { setScene } from './scene.js';
import { Stack } from './stack.js';

const folder = mkdtempSync(join(tmpdir(), 'noroshi-routes-'));
const routes = join(folder, 'routes.json');
const [talk, hooks] = [await WebhookReceiver.start(), await WebhookReceiver.start()];

const target = (url: string) => ({
  ...{ type: 'webhook', url, private: true, secret: 'a secret of the end-to-end tests', retryMs: 20, maxTries: 3 },
});
writeFileSync(
  routes,
  JSON.stringify({
    targets: { talk: target(talk.url), hooks: target(hooks.url) },
    rules: [
      { events: ['MessagePosted'], to: ['talk'] },
      { events: ['ConnectionOpened', 'ConnectionClosed'], to: ['hooks'] },
    ],
  }),
);

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_ROUTES: routes } });

afterAll(async () => {
  await Promise.all([talk.goDown(), hooks.goDown()]);
  rmSync(folder, { recursive: true });
});

const saidIn = (roomId: string): unknown[] => {
  const first = new Map(
    talk.taken.filter(({ body }) => body.data['roomId'] === roomId).map(({ id, body }) => [id, body.data['content']]),
  );
  return [...first.values()];
};

const isTold = (roomId: string, count: number): Promise<void> =>
  talk.has(() => saidIn(roomId).length >= count, `${count} messages are told`);

const said = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => String(n + from));

async function sayAll(client: Client, roomId: string, contents: readonly string[]): Promise<void> {
  for (const content of contents) await client.say(roomId, content);
}

it('what is said is told to a webhook, at least once and in order, though the router is killed in the middle', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  await sayAll(speaker, roomId, said(20));
  const former = scene.stack.kill('router');
  await sayAll(speaker, roomId, said(20, 20));
  await scene.stack.isBack('router', former);
  await sayAll(speaker, roomId, said(10, 40));
  await isTold(roomId, 50);
  expect(saidIn(roomId)).toEqual(said(50));
});

it('a webhook that is down when the router is killed is told everything when both are back', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  await talk.goDown();
  await sayAll(speaker, roomId, said(10));
  const former = scene.stack.kill('router');
  await scene.stack.isBack('router', former);
  await sayAll(speaker, roomId, said(10, 10));
  await talk.comeBack();
  await isTold(roomId, 20);
  expect(saidIn(roomId)).toEqual(said(20));
});

it('what a webhook refuses is among the dead letters, and is told when an operator wishes it', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  talk.answer = ({ body }) => (body.data['content'] === 'poison' ? 422 : 200);
  await sayAll(speaker, roomId, ['a', 'poison', 'b']);
  await isTold(roomId, 2);
  const { out } = await noroshi(scene.stack, ['deadletters', 'list', '--consumer', 'route-talk-room']);
  expect(out).toContain('answered 422');
  talk.answer = () => 200;
  const replay = await noroshi(scene.stack, ['deadletters', 'replay', '--all', '--consumer', 'route-talk-room']);
  expect(replay).toMatchObject({ code: 0, out: expect.stringContaining('replayed') as string });
  expect(saidIn(roomId)).toEqual(['a', 'b', 'poison']);
});

const toldOf = (connectionIds: ReadonlySet<string>, type: string): Set<string> =>
  new Set(
    hooks.taken
      .filter(({ body }) => body.type === type)
      .map(({ body }) => body.data['connectionId'] as string)
      .filter((id) => connectionIds.has(id)),
  );

it('every leave is told, also of a killed gateway, though the router is killed as well', async () => {
  const people = await Promise.all(Array.from({ length: 16 }, (_, index) => scene.connect(`user-${index}`)));
  const ids = new Set(people.map(({ connectionId }) => connectionId));
  await hooks.has(() => toldOf(ids, 'ConnectionOpened').size === 16, 'all are told to have come');
  const [gateway, router] = [scene.stack.kill('gateway-2'), scene.stack.kill('router')];
  await eventually(() => people.some(({ socket }) => socket.readyState === socket.CLOSED), {
    reason: 'connections of the killed gateway end',
  });
  await scene.stack.isBack('gateway-2', gateway);
  await scene.stack.isBack('router', router);
  const [first] = people.filter(({ socket }) => socket.readyState === socket.OPEN);
  await first?.close();
  const left = new Set(
    people.filter(({ socket }) => socket.readyState === socket.CLOSED).map(({ connectionId }) => connectionId),
  );
  await hooks.has(() => toldOf(ids, 'ConnectionClosed').size >= left.size, 'all are told to have gone');
  expect(toldOf(ids, 'ConnectionClosed')).toEqual(left);
});

it('rules that make no sense keep the stack from starting, and are told exactly', async () => {
  const wrong = join(folder, 'wrong.json');
  writeFileSync(
    wrong,
    JSON.stringify({
      targets: { lake: { type: 'kafka', topic: '__t', brokers: ['kafka:9092'] } },
      rules: [{ to: ['pond'] }],
    }),
  );
  const { code, said: told } = await Stack.failToStart({ env: { NOROSHI_ROUTES: wrong } });
  expect(code).toBe(1);
  expect(told.join('\n')).toContain('targets.lake.topic must be');
  expect(told.join('\n')).toContain('rules[0].to: there is no target "pond".');
});
