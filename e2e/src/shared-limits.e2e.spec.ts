import { eventually } from '@noroshi/testing';
import { get } from './api.js';
import type { Client, Frame } from './client.js';
import { setScene } from './scene.js';

const KEY = 'back-office:a-key-that-nobody-guesses';

/** One connection alone may send more than its user may over all of them. */
const scene = setScene({
  env: {
    NOROSHI_USER_MESSAGE_RATE: '20',
    NOROSHI_ADDRESS_MESSAGE_RATE: '100',
    NOROSHI_USER_REQUEST_RATE: '5',
    NOROSHI_API_KEYS: KEY,
  },
});

const ping = JSON.stringify({ action: 'ping' });
const sendPings = (client: Client, count: number): void => {
  for (let index = 0; index < count; index += 1) client.sendText(ping);
};

/** The first that any of them is told; which of them, is as the network has it. */
const warning = (clients: readonly Client[]): Promise<Frame> =>
  eventually(() => clients.flatMap((client) => client.of('error')).at(0) ?? false, { reason: 'somebody is told' });

it('what a user sends over several connections is limited together: warned, then cut, and nobody else is', async () => {
  const roomId = scene.newRoom();
  const [alice, bob] = [await scene.connect('alice'), await scene.connect('bob')];
  await Promise.all([alice.join(roomId), bob.join(roomId)]);
  const tabs = await Promise.all(Array.from({ length: 4 }, () => scene.connect('mallory')));
  // Each is within its own limit of fifty a second, with bursts of a hundred.
  for (const tab of tabs) sendPings(tab, 30);
  expect(await warning(tabs)).toMatchObject({ code: 'rate_limited', retryAfter: 1 });
  await alice.say(roomId, 'undisturbed');
  await bob.next({ content: 'undisturbed' });
  const [flood] = tabs as [Client];
  sendPings(flood, 400);
  expect(await flood.closed).toMatchObject({ code: 1008 });
  await bob.settled();
  expect(alice.of('error')).toEqual([]);
});

it('what comes from one address is limited together, whoever sends it', async () => {
  const crowd = await Promise.all(Array.from({ length: 12 }, (_, index) => scene.connect(`user-${index}`)));
  for (const client of crowd) sendPings(client, 30);
  expect(await warning(crowd)).toMatchObject({ code: 'rate_limited' });
});

it('HTTP requests of a user beyond the limit are answered 429 with Retry-After, those of others and of back ends are not', async () => {
  const token = scene.stack.token('carol');
  const answers = await Promise.all(Array.from({ length: 40 }, () => get(scene.stack, '/rooms', token)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  expect(await refused[0]?.json()).toMatchObject({ code: 'rate_limited', status: 429 });
  expect((await get(scene.stack, '/rooms', scene.stack.token('dora'))).status).toBe(200);
  const byKey = await Promise.all(Array.from({ length: 40 }, () => get(scene.stack, '/rooms', KEY)));
  expect(new Set(byKey.map(({ status }) => status))).toEqual(new Set([200]));
});

describe('with a limit for an address', () => {
  const strict = setScene({ env: { NOROSHI_ADDRESS_REQUEST_RATE: '20' } });

  it('HTTP requests beyond it are answered 429, whoever asks, for a development token too', async () => {
    const ask = () => fetch(`${strict.stack.url}/api/v1/dev/tokens`, { method: 'POST', body: '{"userId":"x"}' });
    const answers = await Promise.all(Array.from({ length: 100 }, ask));
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([201, 429]));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('1');
  });

  it('handshakes beyond it are answered 429 as well', async () => {
    const token = strict.stack.token('knocker');
    const knocks = Array.from({ length: 100 }, () =>
      strict.connectAs({ token }).catch((refused: unknown) => refused as { readonly status: number }),
    );
    const answers = await Promise.all(knocks);
    expect(new Set(answers.flatMap((answer) => ('status' in answer ? answer.status : [])))).toEqual(new Set([429]));
  });
});
