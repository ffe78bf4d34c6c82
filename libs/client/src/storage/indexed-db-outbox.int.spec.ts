import { bundleForBrowser, launchBrowser, servePage, whyNoBrowser, type PageServer } from '@noroshi/testing/in-browser';
import type { Browser, Page } from 'playwright-core';
import { outboxStoreContract, outgoing } from '../testing/outbox-store.contract.js';
import type { StoresPage } from '../testing/stores-page.js';

declare const page: StoresPage;

const suite = whyNoBrowser === undefined ? describe : describe.skip;

suite('an outbox in IndexedDB, in Chromium', () => {
  let server: PageServer;
  let browser: Browser;
  let tab: Page;

  beforeAll(async () => {
    const page = new URL('../testing/stores-page.ts', import.meta.url).pathname;
    server = await servePage(await bundleForBrowser({ page }));
    browser = await launchBrowser();
    tab = await (await browser.newContext()).newPage();
    await tab.goto(server.url);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each(Object.keys(outboxStoreContract))('%s', async (fact) => {
    await tab.evaluate((name) => page.holds(name), fact);
  });

  it('survives a reload', async () => {
    await tab.evaluate((kept) => page.store('reload').put(kept), outgoing('a'));
    await tab.reload();
    expect(await tab.evaluate(() => page.store('reload').all('ann'))).toEqual([outgoing('a')]);
  });

  it('is the same for two pages that use it at the same time', async () => {
    const other = await tab.context().newPage();
    await other.goto(server.url);
    const put = async (where: Page, id: string) => {
      await where.evaluate((kept) => page.store('two').put(kept), outgoing(id));
    };
    await put(tab, 'a');
    await put(other, 'b');
    await put(tab, 'c');
    const ids = await other.evaluate(async () =>
      (await page.store('two').all('ann')).map((kept) => kept.clientMessageId),
    );
    expect(ids).toEqual(['a', 'b', 'c']);
    await other.close();
  });

  it('says so when the browser keeps nothing, and works again when it does', async () => {
    const said = await tab.evaluate(async (kept) => {
      const store = page.store('refused');
      const theirs = Object.getOwnPropertyDescriptor(IDBFactory.prototype, 'open') ?? {};
      IDBFactory.prototype.open = () => {
        throw new DOMException('not here', 'SecurityError');
      };
      const refusal = await store.put(kept).catch(String);
      Object.defineProperty(IDBFactory.prototype, 'open', theirs);
      await store.put(kept);
      return { refusal, ids: (await store.all('ann')).map(({ clientMessageId }) => clientMessageId) };
    }, outgoing('a'));
    expect(said).toEqual({ refusal: 'SecurityError: not here', ids: ['a'] });
  });

  it('says so when the storage of the site is full, and keeps what it had', async () => {
    const full = await (await browser.newContext()).newPage();
    const devTools = await full.context().newCDPSession(full);
    await devTools.send('Storage.overrideQuotaForOrigin', { origin: `${server.url}/`, quotaSize: 1_000_000 });
    await full.goto(server.url);
    const put = (id: string, content: string) =>
      full.evaluate((kept) => page.store('full').put(kept).then(String, String), outgoing(id, { content }));
    await put('a', 'small');
    expect(await put('b', 'x'.repeat(2_000_000))).toMatch(/^QuotaExceededError/);
    const ids = await full.evaluate(async () =>
      (await page.store('full').all('ann')).map((kept) => kept.clientMessageId),
    );
    expect(ids).toEqual(['a']);
    await full.context().close();
  });

  it('goes on after the site was cleared of its data', async () => {
    const after = await tab.evaluate(async (kept) => {
      const store = page.store('cleared');
      await store.put(kept);
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('cleared');
        request.onsuccess = resolve;
        request.onerror = reject;
      });
      await store.put({ ...kept, clientMessageId: 'b' });
      return (await store.all('ann')).map(({ clientMessageId }) => clientMessageId);
    }, outgoing('a'));
    expect(after).toEqual(['b']);
  });
});
