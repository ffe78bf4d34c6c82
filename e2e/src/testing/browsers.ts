import { launchBrowser, pageForBrowser } from '@noroshi/testing/in-browser';
import type { Browser, BrowserContext } from 'playwright-core';
import { ClientTab, type TabOptions } from '../tabs.js';
import { takenOut, type Device, type DeviceWish } from './device.js';

/** Somebody's own browser, with a page of the server's own origin, since the REST API is for no other. */
class OwnBrowser {
  readonly #address: string;
  #tab: ClientTab | undefined;

  constructor(
    readonly context: BrowserContext,
    readonly url: string,
    private readonly page: string,
  ) {
    this.#address = `${url}/a-page-of-its-own`;
  }

  /** In the page as it is; the first time there is none. */
  async begin(options: TabOptions): Promise<ClientTab> {
    if (!this.#tab) this.#tab = await this.#loaded(() => ClientTab.open(this.context, this.#address, options));
    else await this.#tab.begin(options);
    return this.#tab;
  }

  reload(tab: ClientTab): Promise<void> {
    return this.#loaded(() => tab.reload());
  }

  /** There also where the server is not, as a page that a service worker has kept. */
  async #loaded<T>(load: () => Promise<T>): Promise<T> {
    await this.context.route(this.#address, (route) => route.fulfill({ contentType: 'text/html', body: this.page }));
    const loaded = await load();
    await this.context.unroute(this.#address);
    return loaded;
  }
}

/** Browsers that are lent to one after another: a page of its own for each would take longer than what is tested. */
export class Browsers {
  readonly #free: OwnBrowser[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly page: string,
  ) {}

  static async open(): Promise<Browsers> {
    const page = await pageForBrowser(new URL('../client-page.ts', import.meta.url).pathname);
    return new Browsers(await launchBrowser(), page);
  }

  async device({ token, port, transport }: DeviceWish): Promise<Device> {
    const url = `http://127.0.0.1:${port}`;
    const own = await this.#lend(url);
    let tab: ClientTab | undefined;
    return {
      open: async () => {
        if (tab) await own.reload(tab);
        else tab = await own.begin({ url, token, transports: [transport] });
        return tab.client;
      },
      kept: () => tab?.kept() ?? Promise.resolve(0),
      discard: async () => {
        if (await this.#isDone(tab)) this.#free.push(own);
        else await own.context.close();
      },
    };
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  async #lend(url: string): Promise<OwnBrowser> {
    const at = this.#free.findIndex((each) => each.url === url);
    const [free] = at === -1 ? [] : this.#free.splice(at, 1);
    if (free) return free;
    // A page that did not come over the network may open no WebSocket to this machine without leave.
    const context = await this.browser.newContext({ permissions: ['local-network-access'] });
    return new OwnBrowser(context, url, this.page);
  }

  /** What is never taken out would be sent by whoever is the next. */
  async #isDone(tab: ClientTab | undefined): Promise<boolean> {
    if (!tab) return false;
    await tab.client.close();
    return takenOut(() => tab.kept());
  }
}
