import type { Client, TokenReason } from '../api/client.js';
import { NoroshiError } from '../api/noroshi-error.js';
import { settled } from '../testing/fake-clock.js';
import { coreScene } from '../testing/scene.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';

async function begun(client: Client): Promise<Client> {
  client.state.subscribe(() => undefined);
  await settled();
  return client;
}

const phase = (client: Client): string => client.state.current.phase;

it('nothing is opened before something is asked for', async () => {
  const scene = coreScene();
  const client = scene.tab();
  client.room('a');
  await settled();
  expect(scene.transport.links).toHaveLength(0);
  await begun(client);
  expect(scene.transport.links).toHaveLength(1);
});

it('tries come later and later, at a random time below a bound that doubles up to fifteen seconds', async () => {
  const scene = coreScene();
  scene.clock.chance = 1;
  const client = await begun(scene.tab());
  const waits: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    scene.transport.link.end(1006);
    await settled();
    const { current } = client.state;
    const wait = current.phase === 'waiting' ? current.retryAt - scene.clock.now() : 0;
    waits.push(wait);
    await scene.clock.pass(wait);
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  scene.transport.link.end(1006);
  scene.clock.chance = 0.25;
  await settled();
  await scene.clock.pass(15_000);
  scene.transport.link.end(1006);
  await settled();
  expect(client.state.current).toMatchObject({ retryAt: scene.clock.now() + 3_750 });
});

it('a loss after a connection that worked is taken for the first one', async () => {
  const scene = coreScene();
  scene.clock.chance = 1;
  const client = await begun(scene.tab());
  for (const wait of [500, 1_000, 2_000]) {
    scene.transport.link.end(1006);
    await scene.clock.pass(wait);
  }
  scene.transport.link.greet();
  await scene.clock.pass(5_000);
  scene.transport.link.end(1001, { reason: 'going away' });
  await settled();
  expect(client.state.current).toEqual({
    ...{ phase: 'waiting', retryAt: scene.clock.now() + 500, isOnline: true },
    reason: { code: 1001, text: 'going away' },
  });
});

it.each([4403, 4404, 4499, 403])('after %i nobody comes back', async (code) => {
  const scene = coreScene();
  const client = await begun(scene.tab({ token: 't' }));
  scene.transport.link.greet();
  scene.transport.link.end(code, { reason: 'access revoked' });
  await scene.clock.pass(60_000);
  expect(client.state.current).toEqual({ phase: 'closed', reason: { code, text: 'access revoked' } });
  expect(scene.transport.links).toHaveLength(1);
});

it('the server says when to come back', async () => {
  const scene = coreScene();
  await begun(scene.tab());
  scene.transport.link.end(503, { retryAfterMs: 20_000 });
  await scene.clock.pass(19_999);
  expect(scene.transport.links).toHaveLength(1);
  await scene.clock.pass(1);
  expect(scene.transport.links).toHaveLength(2);
});

it('who is asked to move comes back elsewhere when it was told, without waiting', async () => {
  const scene = coreScene();
  const client = await begun(scene.tab());
  scene.transport.link.greet();
  scene.transport.link.say({ type: 'reconnect', retryAfter: 700 });
  await scene.clock.pass(699);
  expect([phase(client), scene.transport.links.length]).toEqual(['connected', 1]);
  await scene.clock.pass(1);
  expect([phase(client), scene.transport.links.length]).toEqual(['connecting', 2]);
  scene.transport.link.greet();
  scene.transport.link.say({ type: 'reconnect', retryAfter: 700 });
  scene.transport.link.end(1001);
  await settled();
  expect([phase(client), scene.transport.links.length]).toEqual(['connecting', 3]);
});

it('a server that does not answer is left', async () => {
  const scene = coreScene();
  const client = await begun(scene.tab());
  scene.transport.link.greet();
  await scene.clock.pass(25_000);
  expect(scene.transport.link.of('ping')).toHaveLength(1);
  scene.transport.link.isDeaf = true;
  await scene.clock.pass(25_000 + 7_999);
  expect(phase(client)).toBe('connected');
  await scene.clock.pass(1);
  expect(client.state.current).toMatchObject({ phase: 'waiting', reason: { text: 'The server does not answer' } });
});

it('a server that does not greet is left as well', async () => {
  const scene = coreScene();
  const client = await begun(scene.tab());
  await scene.clock.pass(10_000);
  expect(client.state.current).toMatchObject({ phase: 'waiting', reason: { text: 'The server did not greet' } });
});

it('where the first transport does not come about the next is tried, but not where the server answered', async () => {
  const [first, second] = [new ScriptedTransport('websocket'), new ScriptedTransport('sse')];
  const scene = coreScene([first, second]);
  second.onOpen = (link) => link.greet();
  first.onOpen = (link) => link.end(1006);
  const client = await begun(scene.tab());
  await scene.clock.pass(30_000);
  expect(client.state.current).toMatchObject({ phase: 'connected', transport: 'sse' });

  const [refusing, other] = [new ScriptedTransport('websocket'), new ScriptedTransport('sse')];
  const refused = coreScene([refusing, other]);
  refusing.onOpen = (link) => link.end(503);
  await begun(refused.tab());
  await refused.clock.pass(30_000);
  expect(other.links).toEqual([]);
});

it('a guest comes back as the same guest', async () => {
  const scene = coreScene();
  await begun(scene.tab());
  scene.transport.link.greet({ userId: 'guest-7', username: 'guest-7', guest: true });
  scene.transport.link.end(1006);
  await scene.clock.pass(500);
  expect(scene.transport.link.address).toEqual({ url: 'http://server', token: undefined, guestId: 'guest-7' });
});

describe('tokens', () => {
  const withTokens = async (give: (reason: TokenReason, count: number) => string | undefined) => {
    const scene = coreScene();
    const reasons: TokenReason[] = [];
    const client = await begun(
      scene.tab({
        token(reason) {
          reasons.push(reason);
          return give(reason, reasons.length);
        },
      }),
    );
    return { scene, client, reasons };
  };

  it('one that the server refused is not shown again', async () => {
    const { scene, reasons } = await withTokens((_reason, count) => `token-${count}`);
    scene.transport.link.end(401);
    await scene.clock.pass(500);
    expect(reasons).toEqual(['first', 'refused']);
    expect(scene.transport.link.address.token).toBe('token-2');
    scene.transport.link.greet();
    scene.transport.link.end(1006);
    await scene.clock.pass(1_000);
    expect(reasons).toHaveLength(2);
    expect(scene.transport.link.address.token).toBe('token-2');
  });

  it('a provider that fails is asked again, and one that gives up ends it', async () => {
    let isUp = false;
    const { scene, client, reasons } = await withTokens(() => {
      if (isUp) throw new NoroshiError('closed', 'Signed out');
      throw new Error('The sign-in service is away');
    });
    expect(client.state.current).toMatchObject({
      phase: 'waiting',
      reason: { code: 0, text: 'The sign-in service is away' },
    });
    isUp = true;
    await scene.clock.pass(500);
    expect(reasons).toHaveLength(2);
    expect(client.state.current).toEqual({ phase: 'closed', reason: { code: 0, text: 'Signed out' } });
    expect(scene.transport.links).toEqual([]);
  });

  it('a fresh one is shown before the last runs out, and asked for again when there is none', async () => {
    const { scene, client, reasons } = await withTokens((_reason, count) => {
      if (count === 2) throw new Error('Not now');
      return `token-${count}`;
    });
    const inMs = (ms: number): string => new Date(scene.clock.now() + ms).toISOString();
    scene.transport.link.greet({ expiresAt: inMs(600_000) });
    await scene.clock.pass(539_000);
    expect(reasons).toEqual(['first']);
    await scene.clock.pass(1_000);
    expect(reasons).toEqual(['first', 'expiring']);
    await scene.clock.pass(5_000);
    expect(scene.transport.link.last('authenticate').token).toBe('token-3');
    scene.transport.link.say({ type: 'authenticated', expiresAt: inMs(100_000) });
    await scene.clock.pass(81_000);
    expect(scene.transport.link.last('authenticate').token).toBe('token-4');
    expect([phase(client), scene.transport.links.length]).toEqual(['connected', 1]);
  });

  it('who has none, where one is needed, does not try again and again', async () => {
    const { scene, client } = await withTokens(() => undefined);
    scene.transport.link.end(401);
    await scene.clock.pass(60_000);
    expect([phase(client), scene.transport.links.length]).toEqual(['closed', 1]);
  });
});
