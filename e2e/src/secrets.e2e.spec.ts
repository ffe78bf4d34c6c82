import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, get, messagesPath } from './api.js';
import { Client, type ConnectOptions } from './client.js';
import { setScene } from './scene.js';
import { SECRET } from './stack.js';
import { signToken } from './tokens.js';

const KEY_SECRET = 'a-key-that-nobody-guesses';
const scene = setScene({ env: { NOROSHI_LOG_LEVEL: 'debug', NOROSHI_API_KEYS: `back-office:${KEY_SECRET}` } });

/** Found nowhere else: part of everything that is said here. */
const MARKER = 'the-marker-of-what-was-said-5f1d';

/** Everything that the stack has told so far: each child's log, what it said on the terminal, and the metrics. */
async function told(): Promise<ReadonlyMap<string, string>> {
  const { dataDir, url, said } = scene.stack;
  const folder = join(dataDir, 'logs');
  const logs = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return new Map([...logs, ['the terminal', said.join('\n')], ['/metrics', metrics]]);
}

async function expectUntold(...secrets: readonly string[]): Promise<void> {
  const everything = await told();
  expect([...everything.keys()]).toEqual(
    expect.arrayContaining(['gateway-1.log', 'nats.log', 'rooms.log', '/metrics']),
  );
  for (const [where, text] of everything) {
    const found = secrets.filter((secret) => text.includes(secret));
    expect({ where, found }).toEqual({ where, found: [] });
  }
}

/** As clients show it: in the address, in the header, as subprotocol, in-band. */
async function show(token: string): Promise<void> {
  const ways: readonly ConnectOptions[] = [
    { token },
    { headers: { authorization: `Bearer ${token}` } },
    { protocols: ['noroshi.v1', `token.${token}`] },
  ];
  for (const way of ways)
    await Client.open(scene.stack.socketUrl, way).then(
      (client) => client.close(),
      () => undefined,
    );
  const inBand = await scene.connectAs({});
  inBand.send({ action: 'authenticate', token });
  await inBand.next(({ type }) => type === 'connection' || type === 'error');
  await fetch(`${scene.stack.url}/api/v1/rooms?token=${token}`);
  await get(scene.stack, `/rooms/no-such-room/messages`, token);
  await get(scene.stack, `/nowhere?token=${token}`, token);
}

/** The signature is what makes a token one, so that part alone must not be found either. */
const partsOf = (token: string): readonly string[] => [token, token.split('.').at(-1) ?? token];

it('tokens and keys are told nowhere, whichever way they came, good ones or bad', async () => {
  const now = Math.floor(Date.now() / 1000);
  const good = scene.stack.token('ann', { iat: now });
  const bad = [
    signToken({ claims: { sub: 'ann', exp: now - 60 }, secret: SECRET }),
    signToken({ claims: { sub: 'ann', exp: now + 60 }, secret: 'another secret of at least 32 bytes' }),
    signToken({ claims: { exp: now + 60 }, secret: SECRET, header: { alg: 'RS256' } }),
    `${MARKER}-nonsense`,
  ];
  for (const token of [good, ...bad]) await show(token);
  const bearer = `back-office:${KEY_SECRET}`;
  expect((await ask(scene.stack, { method: 'POST', path: '/users/ann/revoke', bearer })).status).toBe(200);
  await ask(scene.stack, { method: 'POST', path: `/users/ann/revoke?token=${good}`, bearer: `${bearer}-but-wrong` });
  await show(good);
  await expectUntold(...[good, ...bad].flatMap(partsOf), KEY_SECRET, SECRET);
});

it('what people say is told nowhere, in good frames, in bad ones, over HTTP or while the stack fails', async () => {
  const roomId = scene.newRoom();
  const [ben, cleo] = [await scene.connect('ben'), await scene.connect('cleo')];
  await Promise.all([ben.join(roomId), cleo.join(roomId)]);
  const { messageId } = await ben.say(roomId, MARKER, { clientMessageId: 'c1' });
  for (const frame of [
    { action: 'edit', roomId, messageId, content: `${MARKER} again` },
    { action: 'react', roomId, messageId, emoji: 'x'.repeat(99) + MARKER },
    { action: 'message', roomId, content: { [MARKER]: MARKER } },
    { action: 'message', roomId, content: MARKER, messageType: MARKER },
    { action: 'message', roomId: `${MARKER}\u0000`, content: MARKER },
    { action: MARKER, roomId, content: MARKER },
    { action: 'signal', roomId, connectionId: cleo.connectionId, data: { sdp: MARKER } },
    { action: 'delete', roomId, messageId },
  ]) {
    ben.send(frame);
  }
  ben.sendText(`{"action":"message","content":"${MARKER}`);
  ben.sendText(Buffer.from(MARKER));
  await ben.settled();
  await get(scene.stack, `${messagesPath(roomId)}?before=${MARKER}`, scene.stack.token('ben'));
  await fetch(`${scene.stack.url}/api/v1/dev/tokens`, { method: 'POST', body: `{"userId":"${MARKER}` });
  for (const name of ['messages', 'rooms', 'nats']) {
    const former = scene.stack.kill(name);
    ben.send({ action: 'message', roomId, content: `${MARKER} ${name} is away`, clientMessageId: name });
    ben.send({ action: 'edit', roomId, messageId, content: MARKER });
    ben.send({ action: 'history', roomId });
    await scene.stack.isBack(name, former);
  }
  await ben.settled();
  await expectUntold(MARKER);
});

it('the log does tell what is no secret', async () => {
  const everything = await told();
  expect(everything.get('gateway-1.log')).toContain('"msg":"a frame was refused"');
  expect(everything.get('gateway-1.log')).toContain('/api/v1/users/ann/revoke');
  expect(everything.get('nats.log')).toContain('[DBG]');
});
