import { get } from './api.js';
import type { Client, Closing } from './client.js';
import { setScene } from './scene.js';

const scene = setScene();

const soon = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

describe('a token', () => {
  it('is taken from the query, from the header, and as subprotocol', async () => {
    const token = scene.stack.token('alice', { name: 'Alice' });
    for (const options of [
      { token },
      { headers: { authorization: `Bearer ${token}` } },
      { protocols: ['noroshi.v1', `token.${token}`] },
    ]) {
      const alice = await scene.connectAs(options);
      expect(alice.of('connection')).toMatchObject([{ status: 'connected', userId: 'alice', username: 'Alice' }]);
    }
  });

  it('in a subprotocol is not echoed, unless it came alone', async () => {
    const carrier = `token.${scene.stack.token('alice')}`;
    const echoOf = async (...protocols: string[]): Promise<string> =>
      (await scene.connectAs({ protocols })).socket.protocol;
    expect(await echoOf('noroshi.v1', carrier)).toBe('noroshi.v1');
    expect(await echoOf(carrier, 'noroshi.v1')).toBe('noroshi.v1');
    expect(await echoOf(carrier)).toBe(carrier);
  });

  it('of the development endpoint lets its user in', async () => {
    const before = Date.now();
    const asked = await fetch(`${scene.stack.url}/api/v1/dev/tokens`, {
      method: 'POST',
      body: JSON.stringify({ userId: 'dev', name: 'Dev 狼', expiresIn: 60 }),
    });
    const { token, expiresAt } = (await asked.json()) as { token: string; expiresAt: string };
    const madeAt = Date.parse(expiresAt) - 60_000;
    // A token tells its end in whole seconds.
    expect([madeAt > before - 1_000, madeAt <= Date.now()]).toEqual([true, true]);
    const client = await scene.connectAs({ token });
    expect(client.of('connection')).toMatchObject([{ userId: 'dev', username: 'Dev 狼' }]);
    expect((await get(scene.stack, '/rooms', token)).status).toBe(200);
  });

  it('that runs out ends its connections with 4401, and one that is refreshed in time does not', async () => {
    const exp = soon(3);
    const [alice, refreshed] = await Promise.all([
      scene.connectAs({ token: scene.stack.token('alice', { exp }) }),
      scene.connectAs({ token: scene.stack.token('bob', { exp }) }),
    ]);
    const later = soon(3600);
    refreshed.send({ action: 'authenticate', token: scene.stack.token('bob', { exp: later }) });
    expect(await refreshed.next('authenticated')).toMatchObject({ expiresAt: new Date(later * 1000).toISOString() });
    expect(await alice.closed).toMatchObject<Partial<Closing>>({ code: 4401 });
    expect(Date.now()).toBeGreaterThanOrEqual(exp * 1000);
    await refreshed.settled();
  });

  it('that is refreshed counts whole: what is said from then on is said under its name', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connectAs({ token: scene.stack.token('alice', { name: 'Alice' }) });
    await alice.join(roomId);
    expect(await alice.say(roomId, 'one')).toMatchObject({ userId: 'alice', username: 'Alice' });
    alice.send({ action: 'authenticate', token: scene.stack.token('alice', { name: 'Alice Liddell' }) });
    await alice.next('authenticated');
    expect(await alice.say(roomId, 'two')).toMatchObject({ userId: 'alice', username: 'Alice Liddell' });
  });

  it('of somebody else changes nobody on an open connection', async () => {
    const alice = await scene.connect('alice');
    alice.send({ action: 'authenticate', token: scene.stack.token('bob') });
    expect(await alice.next('error')).toMatchObject({ action: 'authenticate', code: 'identity_fixed' });
    alice.send({ action: 'authenticate', token: 'nonsense' });
    expect(await alice.next('error')).toMatchObject({ action: 'authenticate', code: 'invalid_token' });
    const roomId = scene.newRoom();
    await alice.join(roomId);
    expect(await alice.say(roomId, 'still me')).toMatchObject({ userId: 'alice' });
  });
});

describe('a guest', () => {
  it('is who it says, by the query or by its first frame, and is marked', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connect('alice');
    await alice.join(roomId);
    const byQuery = await scene.connectAs({ query: { userId: 'wanderer' } });
    await byQuery.join(roomId, { username: 'The Wanderer' });
    expect(await alice.next('memberJoined')).toMatchObject({ userId: 'wanderer', guest: true });
    const byFrame = await scene.connectAs({});
    await byFrame.join(roomId, { userId: 'stranger' });
    await byFrame.say(roomId, 'hello', { userId: 'somebody-else', username: 'S.' });
    expect(await alice.next('message')).toMatchObject({ userId: 'stranger', username: 'S.', guest: true });
    await byQuery.say(roomId, 'hello');
    expect(await alice.next('message')).toMatchObject({ userId: 'wanderer', username: 'The Wanderer', guest: true });
  });

  it('without a name gets one of its own, also when it says a name nobody can have', async () => {
    const roomId = scene.newRoom();
    const first = await scene.connectAs({});
    const second = await scene.connectAs({ query: { userId: 'x'.repeat(200) } });
    await first.join(roomId);
    await second.join(roomId);
    const said = await Promise.all([first.say(roomId, 'one'), second.say(roomId, 'two')]);
    const ids = said.map(({ userId }) => userId as string);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => id.length > 0 && id.length <= 128)).toBe(true);
    expect(said).toMatchObject([
      { guest: true, username: ids[0] },
      { guest: true, username: ids[1] },
    ]);
  });

  it('may share its id with other guests', async () => {
    const roomId = scene.newRoom();
    const [one, two] = (await Promise.all([1, 2].map(() => scene.connectAs({ query: { userId: 'twins' } })))) as [
      Client,
      Client,
    ];
    await one.join(roomId);
    await two.join(roomId);
    expect(await one.say(roomId, 'hello')).toMatchObject({ userId: 'twins' });
    await two.next({ type: 'message', userId: 'twins' });
  });

  it('never takes the id of a verified user who is connected', async () => {
    const roomId = scene.newRoom();
    const dora = await scene.connect('dora');
    await dora.join(roomId);
    const guest = await scene.connectAs({ query: { userId: 'dora' } });
    await guest.join(roomId);
    expect(await guest.next('error')).toMatchObject({ code: 'user_id_taken' });
    const said = await guest.say(roomId, 'I am dora');
    expect(said['userId']).not.toBe('dora');
    expect(said).toMatchObject({ guest: true });
  });

  it('never takes the id of a verified user with a lasting membership, connected or not', async () => {
    const roomId = scene.newRoom();
    const erik = await scene.connect('erik');
    const observer = await scene.connect('observer');
    await observer.join(roomId);
    await erik.join(roomId, { stay: true });
    await erik.close();
    await observer.next({ type: 'memberLeft', userId: 'erik' });
    const guest = await scene.connectAs({ query: { userId: 'erik' } });
    await guest.join(roomId);
    expect(await guest.next('error')).toMatchObject({ code: 'user_id_taken' });
  });

  it('goes when the verified user of its id comes', async () => {
    const roomId = scene.newRoom();
    const guest = await scene.connectAs({ query: { userId: 'frida' } });
    await guest.join(roomId);
    const frida = await scene.connect('frida');
    const { code } = await guest.closed;
    expect(code).toBe(4403);
    await frida.join(roomId);
    expect(await frida.say(roomId, 'the real one')).not.toHaveProperty('guest');
  });

  it('becomes a user by a token, with a greeting as after a connect with it', async () => {
    const client = await scene.connectAs({});
    client.send({ action: 'authenticate', token: scene.stack.token('gina') });
    expect(await client.next('connection')).toMatchObject({ status: 'connected', userId: 'gina' });
    const roomId = scene.newRoom();
    await client.join(roomId);
    expect(await client.say(roomId, 'hello')).not.toHaveProperty('guest');
  });
});

describe('a flood', () => {
  it('is told once a second, then closed with 1008, and others notice nothing', async () => {
    const roomId = scene.newRoom();
    const alice = await scene.connect('alice');
    const bob = await scene.connect('bob');
    const mallory = await scene.connect('mallory');
    await Promise.all([alice, bob, mallory].map((client) => client.join(roomId)));
    const ping = JSON.stringify({ action: 'ping' });
    for (let index = 0; index < 500; index += 1) mallory.sendText(ping);
    const warning = await mallory.next('error');
    expect(warning).toMatchObject({ code: 'rate_limited' });
    expect(warning['retryAfter']).toBeGreaterThan(0);
    await alice.say(roomId, 'undisturbed');
    await bob.next({ type: 'message', content: 'undisturbed' });
    expect(await mallory.closed).toMatchObject<Partial<Closing>>({ code: 1008 });
    await alice.next({ type: 'memberLeft', userId: 'mallory' });
    // A burst of two seconds' frames was let through; nobody tells a flood more often than once a second.
    expect(mallory.of('pong').length).toBeGreaterThanOrEqual(99);
    expect(mallory.of('error').length).toBeLessThanOrEqual(5);
    expect(alice.of('error')).toEqual([]);
  });

  it('of a guest is told sooner', async () => {
    const guest = await scene.connectAs({});
    for (let index = 0; index < 40; index += 1) guest.sendText(JSON.stringify({ action: 'ping' }));
    expect(await guest.next('error')).toMatchObject({ code: 'rate_limited' });
    expect(guest.of('pong').length).toBeLessThan(40);
  });
});
