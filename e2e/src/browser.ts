import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** One person's own browser: the page as that person sees it, and what went wrong in it. */
export class Visitor {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    /** Errors of the page: thrown, logged, refused by the content security policy, or asked of another server. */
    readonly complaints: string[],
  ) {}

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    return Visitor.#in(await browser.newContext(options), url);
  }

  /** Another tab of the same browser. */
  tab(url: string): Promise<Visitor> {
    return Visitor.#in(this.context, url);
  }

  static async #in(context: BrowserContext, url: string): Promise<Visitor> {
    const page = await context.newPage();
    const complaints: string[] = [];
    const { origin } = new URL(url);
    page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
        complaints.push(`asked ${request.url()}`);
    });
    await page.goto(url);
    return new Visitor(context, page, complaints);
  }

  async signIn(name: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(name);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('navigation', { name: 'Rooms' }).waitFor();
  }

  /** By a token from elsewhere, from the next page that is opened on. */
  async hold(token: string): Promise<void> {
    const identity = JSON.stringify({ token, renewable: false });
    await this.page.evaluate(`localStorage.setItem('noroshi.identity', ${JSON.stringify(identity)})`);
  }

  async enter(room: string): Promise<void> {
    await this.page.getByLabel('Room name').fill(room);
    await this.page.getByRole('button', { name: 'Join', exact: true }).click();
    await this.isConnected();
  }

  async isConnected(): Promise<void> {
    await this.page
      .getByRole('status')
      .filter({ hasText: /^Connected$/ })
      .waitFor();
  }

  async isReconnecting(): Promise<void> {
    await this.page
      .getByRole('status')
      .filter({ hasText: /^(Reconnecting|Connecting …)$/ })
      .waitFor();
  }

  async say(text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: 'Message' });
    await box.fill(text);
    await box.press('Enter');
  }

  /** Resolves when the text is shown as said, not as being sent. */
  async sees(text: string): Promise<void> {
    await this.said.filter({ hasText: text }).first().waitFor();
  }

  /** All messages shown, as the server has them, in the order of the page. */
  async transcript(): Promise<string[]> {
    return (await this.said.getByTestId('content').allTextContents()).map((text) => text.trim());
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  /** Of a message in the log. */
  content(text: string | RegExp): Locator {
    return this.said.getByTestId('content').filter({ hasText: text });
  }

  private get said(): Locator {
    return this.log.getByTestId('message');
  }
}
