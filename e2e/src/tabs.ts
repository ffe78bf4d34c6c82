import { bundleForBrowser, launchBrowser, servePage, type PageServer } from '@noroshi/testing/in-browser';
import { eventually } from '@noroshi/testing';
import type { TransportName } from '@noroshi/client';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ClientPage } from './client-page.js';
import { driverOf, type ClientDriver } from './testing/driven-client.js';

declare const page: ClientPage;

export interface TabOptions {
  readonly url: string;
  readonly token: string;
  readonly share?: boolean | { readonly worker: string };
  readonly transports?: readonly TransportName[];
  /** The token provider fails at the very start. */
  readonly isLate?: boolean;
}

/** One tab of somebody's browser, with a client in it. */
export class ClientTab {
  readonly client: ClientDriver = driverOf((method, given) => this.#call(method, given));

  #options: TabOptions | undefined;

  private constructor(readonly page: Page) {}

  /** @param address of a page that runs the script of the tests */
  static async open(context: BrowserContext, address: string, options: TabOptions): Promise<ClientTab> {
    const tab = new ClientTab(await context.newPage());
    await tab.page.goto(address);
    await tab.begin(options);
    return tab;
  }

  /** Another client instead of the one it had, which is closed. */
  async begin(options: TabOptions): Promise<void> {
    this.#options = options;
    await this.page.evaluate(({ isLate, ...given }) => (isLate ? page.openLate(given) : page.open(given)), options);
  }

  join(roomId: string): Promise<void> {
    return this.client.join(roomId);
  }

  /** Resolves when all are stored. */
  async send(roomId: string, contents: readonly string[]): Promise<void> {
    const outcomes = await this.client.send(roomId, contents);
    const refused = outcomes.find((outcome) => 'code' in outcome);
    if (refused) throw new Error(`Refused: ${String(refused.code)}`);
  }

  /** Goes on without waiting until it is stored. */
  say(roomId: string, content: string): Promise<void> {
    return this.page.evaluate(([id, said]) => void page.client.send(id, [said]), [roomId, content] as const);
  }

  heard(roomId: string): Promise<readonly string[]> {
    return this.client.heard(roomId);
  }

  async hears(roomId: string, content: string): Promise<void> {
    await eventually(async () => (await this.heard(roomId)).includes(content), {
      reason: `"${content}" is heard in ${roomId}`,
      timeoutMs: 30_000,
    });
  }

  async is(phase: string): Promise<void> {
    await eventually(async () => (await this.client.state()).phase === phase, {
      reason: `the tab is ${phase}`,
      timeoutMs: 30_000,
    });
  }

  /** How many unsent messages the browser keeps. */
  kept(): Promise<number> {
    return this.page.evaluate((url) => page.kept(url), this.#options?.url ?? '');
  }

  /** What somebody sees, also who has not come into the room yet. */
  async shown(roomId: string): Promise<readonly string[]> {
    return (await this.client.shown(roomId)).map(({ content, status }) => `${content} ${status}`);
  }

  unsent(): Promise<number> {
    return this.client.unsent();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    if (this.#options) await this.begin(this.#options);
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

  #call(method: keyof ClientDriver, given: unknown[]): Promise<unknown> {
    return this.page.evaluate(([name, all]) => (page.client[name] as (...all: unknown[]) => unknown)(...all), [
      method,
      given,
    ] as const);
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
