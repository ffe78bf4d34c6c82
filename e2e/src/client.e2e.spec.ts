import { connect, type Client } from '@noroshi/client';
import { eventually } from '@noroshi/testing';
import { whyNoBrowser } from '@noroshi/testing/in-browser';
import { WebSocket } from 'ws';
import { noUpgradeProxy, type NoUpgradeProxy } from './no-upgrade-proxy.js';
import { setScene } from './scene.js';
import { Browsers } from './testing/browsers.js';
import { clientsKeepTheirWord } from './testing/client-suite.js';
import { nodeDevice } from './testing/node-device.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2' } });

const transports = [
  { over: 'a WebSocket', transport: 'websocket' },
  { over: 'server-sent events', transport: 'sse' },
  { over: 'a long poll', transport: 'poll' },
] as const;

describe.each(transports)('in Node over $over', ({ transport }) => {
  clientsKeepTheirWord({ scene, transport, device: nodeDevice });
});

if (whyNoBrowser !== undefined) process.stderr.write(`\nCLIENTS IN A BROWSER ARE NOT TESTED: ${whyNoBrowser}.\n\n`);

(whyNoBrowser === undefined ? describe : describe.skip)('in Chromium', () => {
  let browsers: Browsers;

  beforeAll(async () => {
    browsers = await Browsers.open();
  });

  afterAll(() => browsers.close());

  describe.each(transports)('over $over', ({ transport }) => {
    clientsKeepTheirWord({ scene, transport, device: (wish) => browsers.device(wish) });
  });
});

describe('where no WebSocket gets through', () => {
  let network: NoUpgradeProxy;
  let client: Client;

  beforeEach(async () => {
    network = await noUpgradeProxy(scene.stack.port);
    client = connect({ url: network.url, token: scene.stack.token('ann'), webSocket: WebSocket });
  });

  afterEach(async () => {
    client.close();
    await network.close();
  });

  const isOver = (transport: string): Promise<unknown> =>
    eventually(() => client.state.current.phase === 'connected' && client.state.current.transport === transport, {
      reason: `it is connected over ${transport}`,
      timeoutMs: 30_000,
    });

  it('a client goes over HTTP by itself, after it has tried twice', async () => {
    await client.room(scene.newRoom()).send('heard all the same');
    await isOver('sse');
    expect(network.refused).toBe(2);
  });

  it('it goes back to a WebSocket when one gets through again, and has missed nothing', async () => {
    const room = client.room(scene.newRoom());
    const heard: string[] = [];
    room.on('message', ({ content }) => heard.push(content));
    await room.join();
    await isOver('sse');
    const other = await scene.connect('bob');
    await other.join(room.id);
    network.allow();
    const said: string[] = [];
    for (
      let round = 0;
      client.state.current.phase !== 'connected' || client.state.current.transport === 'sse';
      round += 1
    ) {
      let isLost = false;
      const stop = client.on('state', ({ phase }) => {
        isLost ||= phase !== 'connected';
      });
      // Again and again: a connection whose stream has not begun has nothing that breaks.
      await eventually(() => (network.cut(), isLost), { reason: 'the loss is noticed' });
      stop();
      said.push(`round ${round}`);
      await other.say(room.id, `round ${round}`);
      client.retryNow();
      await eventually(() => client.state.current.phase === 'connected', { reason: 'it is back', timeoutMs: 30_000 });
    }
    await isOver('websocket');
    await eventually(() => heard.length === said.length, { reason: 'all is heard' });
    expect(heard).toEqual(said);
    expect(said.length).toBeLessThanOrEqual(3);
  });

  it('metrics are refused to who is no operator, and talk is not', async () => {
    const room = client.room(scene.newRoom());
    await room.join();
    const refused = await new Promise<string>((resolve) => {
      client.streams.watch(
        'metrics',
        () => undefined,
        ({ code }) => resolve(code),
      );
    });
    expect(refused).toBe('forbidden');
    const { messageId } = await room.send('hello');
    await room.edit(messageId, 'hello!');
    await room.react(messageId, '👍');
    expect((await room.members()).map(({ userId }) => userId)).toEqual(['ann']);
    expect((await room.history()).items.map(({ content, reactions }) => [content, reactions])).toEqual([
      ['hello!', { '👍': ['ann'] }],
    ]);
  });
});
