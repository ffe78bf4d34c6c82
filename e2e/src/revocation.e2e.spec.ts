import { ask, get } from './api.js';
import type { Client } from './client.js';
import { setScene } from './scene.js';

const KEY = 'back-office:a-key-that-nobody-guesses';
const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_API_KEYS: KEY } });

/** Seconds since 1970, as tokens tell them, but not rounded. */
const ago = (seconds: number): number => Date.now() / 1000 - seconds;

/** The kernel spreads connections over the gateways: of sixteen, all on one is a chance of 1 in 30,000. */
const onBothGateways = <T>(connect: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 16 }, (_, index) => connect(index)));

const revoke = (userId: string, bearer = KEY): Promise<Response> =>
  ask(scene.stack, { method: 'POST', path: `/users/${encodeURIComponent(userId)}/revoke`, bearer });

const codesOf = async (clients: readonly Client[]): Promise<unknown[]> =>
  (await Promise.all(clients.map(({ closed }) => closed))).map(({ code }) => code);

/** Sixteen handshakes by this token, on whichever gateway: how each ended. */
const knock = (token: string): Promise<unknown[]> =>
  onBothGateways(async () => {
    const client = await scene.connectAs({ token }).catch((refused: unknown) => refused as { status: number });
    return 'status' in client ? client.status : 'let in';
  });

it('a revocation ends the sessions of its user on every gateway with 4403, and nobody else’s', async () => {
  const roomId = scene.newRoom();
  const ben = await scene.connect('ben');
  await ben.join(roomId);
  const tabs = await onBothGateways(() => scene.connect('ann'));
  await Promise.all(tabs.map((tab) => tab.join(roomId)));
  const answer = await revoke('ann');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ userId: 'ann' });
  expect(await codesOf(tabs)).toEqual(tabs.map(() => 4403));
  await ben.next({ type: 'memberLeft', userId: 'ann' });
  await ben.settled();
});

it('tokens of before are refused everywhere from then on, in the handshake, in-band and over HTTP; later ones are not', async () => {
  const claims = { iat: ago(60) };
  const old = scene.stack.token('cleo', claims);
  const tabs = await onBothGateways(() => scene.connectAs({ token: old }));
  const guest = await scene.connectAs({});
  await revoke('cleo');
  // Both gateways know when they have closed what they had.
  expect(await codesOf(tabs)).toEqual(tabs.map(() => 4403));
  // A token that does not tell when it was made could be of any time.
  for (const token of [old, scene.stack.token('cleo')]) {
    expect(new Set(await knock(token))).toEqual(new Set([401]));
    expect((await get(scene.stack, '/rooms', token)).status).toBe(401);
    guest.send({ action: 'authenticate', token });
    expect(await guest.next('error')).toMatchObject({ code: 'invalid_token', action: 'authenticate' });
  }
  const fresh = scene.stack.token('cleo', { iat: ago(0) });
  const client = await scene.connectAs({ token: fresh });
  expect(client.of('connection')).toMatchObject([{ userId: 'cleo' }]);
  client.send({ action: 'authenticate', token: old });
  expect(await client.next('error')).toMatchObject({ code: 'invalid_token' });
  await client.settled();
});

it('a token of the development endpoint made right after it is a later one', async () => {
  await revoke('dora');
  const asked = await fetch(`${scene.stack.url}/api/v1/dev/tokens`, { method: 'POST', body: '{"userId":"dora"}' });
  const { token } = (await asked.json()) as { token: string };
  await scene.connectAs({ token });
});

it('guests of that id go as well, and none may go by it any more', async () => {
  const guests = await onBothGateways(() => scene.connectAs({ query: { userId: 'erik' } }));
  await Promise.all(guests.map((guest) => guest.join(scene.newRoom())));
  await revoke('erik');
  expect(await codesOf(guests)).toEqual(guests.map(() => 4403));
  const again = await scene.connectAs({ query: { userId: 'erik' } });
  again.send({ action: 'joinRoom', roomId: scene.newRoom() });
  expect(await again.next('error')).toMatchObject({ code: 'user_id_taken' });
});

it('only an operator or a back end may revoke', async () => {
  const admin = scene.stack.token('olga', { roles: ['admin'] });
  expect((await revoke('frida', admin)).status).toBe(200);
  for (const [bearer, status, code] of [
    [scene.stack.token('mallory'), 403, 'forbidden'],
    [scene.stack.token('mallory', { roles: ['Admin', 'administrator'] }), 403, 'forbidden'],
    [`${KEY}!`, 401, 'invalid_token'],
    ['nonsense', 401, 'invalid_token'],
  ] as const) {
    const answer = await revoke('frida', bearer);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  }
});

it('a gateway that starts later, and gateways that were away from NATS, know it before they are ready', async () => {
  const old = scene.stack.token('gina', { iat: ago(60) });
  await revoke('gina');
  for (const name of ['gateway-2', 'nats']) {
    await scene.stack.isBack(name, scene.stack.kill(name));
    expect(new Set(await knock(old))).toEqual(new Set([401]));
  }
});
