import { eventually } from '@noroshi/testing';
import { whyNoBrowser } from '@noroshi/testing/in-browser';
import type { BrowserContext } from 'playwright-core';
import { cutProxy, type CutProxy } from './cut-proxy.js';
import { setScene } from './scene.js';
import { ClientTab, Site, type TabOptions } from './tabs.js';

if (whyNoBrowser !== undefined) process.stderr.write(`\nTHE CLIENT IN A BROWSER IS NOT TESTED: ${whyNoBrowser}.\n\n`);

(whyNoBrowser === undefined ? describe : describe.skip)('the client in a browser', () => {
  const scene = setScene({ env: { NOROSHI_ALLOWED_ORIGINS: '*' } });
  let site: Site;
  let network: CutProxy;
  let context: BrowserContext;
  let people = 0;

  beforeAll(async () => {
    site = await Site.open();
    network = await cutProxy(scene.stack.port);
  });

  afterAll(async () => {
    await site.close();
    await network.close();
  });

  beforeEach(async () => {
    context = await site.browser.newContext();
  });

  afterEach(async () => {
    network.open();
    await context.close();
  });

  const somebody = (): string => `person-${++people}`;

  const openTab = (userId: string, share?: TabOptions['share']): Promise<ClientTab> =>
    openTabWith(userId, share === undefined ? {} : { share });

  const openTabWith = (userId: string, options: Partial<TabOptions>): Promise<ClientTab> =>
    ClientTab.open(context, site.url, {
      ...{ url: `http://127.0.0.1:${network.port}`, token: scene.stack.token(userId) },
      ...options,
    });

  const connectionsOf = async (userId: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${scene.stack.token('operator', { roles: ['admin'] })}` };
    const answer = await fetch(`${scene.stack.url}/api/v1/connections?user=${userId}`, { headers });
    return ((await answer.json()) as { readonly items: readonly unknown[] }).items.length;
  };

  const hasConnections = async (userId: string, count: number): Promise<void> => {
    await eventually(async () => (await connectionsOf(userId)) === count, { reason: `${userId} has ${count}` });
  };

  const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `m${index}`);

  const ways = [
    { way: 'a tab that leads', share: () => true },
    { way: 'a shared worker', share: () => ({ worker: `${site.url}/worker.js` }) },
  ];

  describe.each(ways)('with $way', ({ share }) => {
    it('has one connection for three tabs, and tells each what it asked for', async () => {
      const [userId, one, other] = [somebody(), scene.newRoom(), scene.newRoom()];
      const tabs = await Promise.all([0, 1, 2].map(() => openTab(userId, share())));
      const [first, second, third] = tabs as [ClientTab, ClientTab, ClientTab];
      await Promise.all([first.join(one), second.join(other), third.join(one)]);
      await second.send(other, ['to the other']);
      await third.send(one, ['to the one']);
      await Promise.all([first.hears(one, 'to the one'), third.hears(one, 'to the one')]);
      await second.hears(other, 'to the other');
      expect(await Promise.all(tabs.map((tab) => tab.heard(one)))).toEqual([['to the one'], [], ['to the one']]);
      expect(await connectionsOf(userId)).toBe(1);
    });

    it.each(['close', 'crash'] as const)('loses nothing when the first tab ends by a %s', async (ends) => {
      const [userId, room] = [somebody(), scene.newRoom()];
      const first = await openTab(userId, share());
      await first.join(room);
      const [second, third] = [await openTab(userId, share()), await openTab(userId, share())];
      await Promise.all([second.join(room), third.join(room)]);
      const other = await scene.connect(somebody());
      await other.join(room);
      const said = numbered(40);
      for (const [index, content] of said.entries()) {
        // In the middle of all that is said, and of what this browser says itself.
        if (index === 20) await Promise.all([first[ends](), second.say(room, 'mine')]);
        await other.say(room, content);
      }
      await Promise.all([second, third].map((tab) => tab.hears(room, 'm39')));
      await Promise.all([second, third].map((tab) => tab.hears(room, 'mine')));
      for (const tab of [second, third]) {
        const heard = await tab.heard(room);
        expect(heard.filter((content) => content !== 'mine')).toEqual(said);
        expect(heard.filter((content) => content === 'mine')).toHaveLength(1);
      }
      await hasConnections(userId, 1);
    });

    it('is another connection for another user, and none when the last tab is closed', async () => {
      const [ann, bob] = [somebody(), somebody()];
      const tabs = [await openTab(ann, share()), await openTab(ann, share()), await openTab(bob, share())];
      await Promise.all(tabs.map((tab) => tab.is('connected')));
      expect([await connectionsOf(ann), await connectionsOf(bob)]).toEqual([1, 1]);
      await Promise.all(tabs.map((tab) => tab.close()));
      await Promise.all([hasConnections(ann, 0), hasConnections(bob, 0)]);
    });
  });

  it('shares by a tab that leads where the worker does not run', async () => {
    const userId = somebody();
    const share = { worker: `${site.url}/nothing-here.js` };
    const tabs = [await openTab(userId, share), await openTab(userId, share)];
    await Promise.all(tabs.map((tab) => tab.is('connected')));
    expect(await connectionsOf(userId)).toBe(1);
  });

  it.each(['sse', 'poll'] as const)('talks with a server of another origin over %s', async (transport) => {
    const room = scene.newRoom();
    const tab = await openTabWith(somebody(), { url: scene.stack.url, transports: [transport] });
    await tab.join(room);
    const other = await scene.connect(somebody());
    await other.join(room);
    await tab.say(room, 'from elsewhere');
    await other.next({ type: 'message', content: 'from elsewhere' });
    await other.say(room, 'welcome');
    await eventually(async () => (await tab.heard(room)).includes('welcome'), { reason: 'the answer is heard' });
  });

  it('has a connection for each tab where that is wished', async () => {
    const userId = somebody();
    const tabs = [await openTab(userId, false), await openTab(userId, false)];
    await Promise.all(tabs.map((tab) => tab.is('connected')));
    expect(await connectionsOf(userId)).toBe(2);
  });

  it('comes in by itself when the token provider has failed at first, on a connection of its own', async () => {
    const [userId, room] = [somebody(), scene.newRoom()];
    const tabs = [await openTab(userId), await openTabWith(userId, { isLate: true })] as const;
    await Promise.all(tabs.map((tab) => tab.join(room)));
    await tabs[1].send(room, ['here I am']);
    await Promise.all(tabs.map((tab) => tab.hears(room, 'here I am')));
    expect(await connectionsOf(userId)).toBe(2);
  });

  it('sends what was said offline once, in order, though the page was reloaded before', async () => {
    const [userId, room] = [somebody(), scene.newRoom()];
    const tab = await openTab(userId);
    await tab.join(room);
    const other = await scene.connect(somebody());
    await other.join(room);
    network.shut();
    network.cut();
    await tab.is('waiting');
    for (const content of numbered(5)) await tab.say(room, content);
    await eventually(async () => (await tab.unsent()) === 5, { reason: 'all are in the outbox' });
    await tab.reload();
    expect(await tab.heard(room)).toEqual([]);
    network.open();
    await other.next({ type: 'message', content: 'm4' }, 30_000);
    await eventually(async () => (await tab.unsent()) === 0, { reason: 'the outbox is empty' });
    await other.settled();
    expect(other.of('message').map(({ content }) => content)).toEqual(numbered(5));
  });

  it('keeps and shows what was said before the server was ever there, also after a reload, and sends it once', async () => {
    const [userId, room] = [somebody(), scene.newRoom()];
    const other = await scene.connect(somebody());
    await other.join(room);
    network.shut();
    const tab = await openTab(userId);
    for (const content of numbered(3)) await tab.say(room, content);
    await eventually(async () => (await tab.kept()) === 3, { reason: 'the browser keeps them' });
    await tab.reload();
    await eventually(async () => (await tab.unsent()) === 3, { reason: 'they are known again' });
    expect(await tab.shown(room)).toEqual(numbered(3).map((content) => `${content} pending`));
    await tab.say(room, 'm3');
    network.open();
    await other.next({ type: 'message', content: 'm3' }, 30_000);
    await eventually(async () => (await tab.unsent()) === 0, { reason: 'the outbox is empty' });
    await other.settled();
    expect(other.of('message').map(({ content }) => content)).toEqual(numbered(4));
    await eventually(async () => (await tab.kept()) === 0, { reason: 'the browser keeps none' });
  });
});
