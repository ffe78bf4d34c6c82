import { launchBrowser } from '@noroshi/testing/in-browser';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Visitor } from './browser.js';

/** One browser for a whole `describe`, and the people who come with it; who is still there after a test is sent home. */
export interface Visitors {
  readonly browser: Browser;
  come(url: string, options?: BrowserContextOptions): Promise<Visitor>;
  /** Comes, signs in, and joins a room. */
  comeInto(url: string, who: { readonly name: string; readonly room: string }): Promise<Visitor>;
}

export function setVisitors(): Visitors {
  let browser: Browser;
  const here: Visitor[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(here.splice(0).map((visitor) => visitor.leave()));
  });
  afterAll(async () => {
    await browser.close();
  });

  const come = async (url: string, options: BrowserContextOptions = {}): Promise<Visitor> => {
    const visitor = await Visitor.open(browser, url, options);
    here.push(visitor);
    return visitor;
  };
  return {
    get browser() {
      return browser;
    },
    come,
    async comeInto(url, { name, room }) {
      const visitor = await come(url);
      await visitor.signIn(name);
      await visitor.enter(room);
      return visitor;
    },
  };
}
