import { bundleForBrowser, launchBrowser, servePage, type PageServer } from '@noroshi/testing/in-browser';
import { eventually } from '@noroshi/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ClientPage } from './client-page.js';

declare const page: ClientPage;

export interface TabOptions {
  readonly url: string;
  readonly token: string;
  readonly share?: boolean | { readonly worker: string };
}

/** One tab of somebody's browser, with a client in it. */
export class ClientTab {
  private constructor(
    readonly page: Page,
    private readonly options: TabOptions,
  ) {}

  static async open(context: BrowserContext, address: string, options: TabOptions): Promise<ClientTab> {
    const tab = new ClientTab(await context.newPage(), options);
    await tab.page.goto(address);
    await tab.#begin();
    return tab;
  }

  join(roomId: string): Promise<void> {
    return this.page.evaluate((id) => page.join(id), roomId);
  }

  /** Resolves when all are stored. */
  send(roomId: string, contents: readonly string[]): Promise<void> {
    return this.page.evaluate(([id, all]) => page.send(id, all), [roomId, contents] as const);
  }

  /** Goes on without waiting until it is stored. */
  say(roomId: string, content: string): Promise<void> {
    return this.page.evaluate(([id, said]) => page.say(id, said), [roomId, content] as const);
  }

  heard(roomId: string): Promise<readonly string[]> {
    return this.page.evaluate((id) => page.heard(id), roomId);
  }

  async hears(roomId: string, content: string): Promise<void> {
    await eventually(async () => (await this.heard(roomId)).includes(content), {
      reason: `"${content}" is heard in ${roomId}`,
      timeoutMs: 30_000,
    });
  }

  async is(phase: string): Promise<void> {
    await eventually(() => this.page.evaluate((wished) => page.client.state.current.phase === wished, phase), {
      reason: `the tab is ${phase}`,
      timeoutMs: 30_000,
    });
  }

  /** How many unsent messages the browser keeps. */
  kept(): Promise<number> {
    return this.page.evaluate((url) => page.kept(url), this.options.url);
  }

  /** What somebody sees who has not come into the room yet. */
  shown(roomId: string): Promise<readonly string[]> {
    return this.page.evaluate((id) => page.shown(id), roomId);
  }

  unsent(): Promise<number> {
    return this.page.evaluate(() => page.client.unsent.current);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#begin();
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** Ends it as a browser does that runs out of memory: nothing in it is told. */
  async crash(): Promise<void> {
    const devTools = await this.page.context().newCDPSession(this.page);
    const crashed = this.page.waitForEvent('crash');
    devTools.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  #begin(): Promise<void> {
    return this.page.evaluate((options) => page.open(options), this.options);
  }
}

/** A browser, and a site with the page of the tests and the worker that its tabs may share. */
export class Site {
  private constructor(
    private readonly server: PageServer,
    readonly browser: Browser,
  ) {}

  static async open(): Promise<Site> {
    const entry = new URL('client-page.ts', import.meta.url).pathname;
    const scripts = await bundleForBrowser({ page: entry, worker: '@noroshi/client/worker' });
    return new Site(await servePage(scripts), await launchBrowser());
  }

  get url(): string {
    return this.server.url;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }
}
