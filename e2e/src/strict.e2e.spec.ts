import { Client } from './client.js';
import { setScene } from './scene.js';

/** The settings somebody would run it with elsewhere than on the own desk. */
const scene = setScene({
  env: { NOROSHI_ANONYMOUS: 'false', NOROSHI_DEV_TOKENS: 'false', NOROSHI_MAX_CONNECTIONS_PER_USER: '2' },
});

it('a connection without a token is cut when it has not authenticated in time', async () => {
  const silent = await Client.open(scene.stack.socketUrl);
  silent.send({ action: 'joinRoom', roomId: 'r' });
  expect(await silent.next('error')).toMatchObject({ code: 'unauthenticated', action: 'joinRoom' });
  expect(await silent.closed).toMatchObject({ code: 4401 });
  expect(silent.of('connection')).toEqual([]);
});

it('a connection may authenticate in-band, and is greeted then', async () => {
  const client = await Client.open(scene.stack.socketUrl);
  client.send({ action: 'authenticate', token: scene.stack.token('alice') });
  expect(await client.next('connection')).toMatchObject({ status: 'connected', userId: 'alice' });
  await client.join('r');
  await client.close();
});

it('there are no development tokens, and no reading without a token', async () => {
  const asked = await fetch(`${scene.stack.url}/api/v1/dev/tokens`, { method: 'POST', body: '{"userId":"alice"}' });
  expect(asked.status).toBe(404);
  const list = await fetch(`${scene.stack.url}/api/v1/rooms`);
  expect(list.status).toBe(401);
});

it('a user has no more connections than the setting allows', async () => {
  await scene.connect('bob');
  await scene.connect('bob');
  await expect(scene.connect('bob')).rejects.toMatchObject({ status: 429 });
  await scene.connect('carol');
});
