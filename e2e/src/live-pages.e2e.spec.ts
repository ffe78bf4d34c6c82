import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { launchBrowser, whyNoBrowser } from '@noroshi/testing/in-browser';
import { ask, get, messagesPath } from './api.js';
import { Client, type Frame } from './client.js';
import { publishToNats } from './nats-publish.js';
import { setScene } from './scene.js';

if (whyNoBrowser !== undefined) process.stderr.write(`\nTHE LIVE PAGES ARE NOT TESTED: ${whyNoBrowser}.\n\n`);

const folder = mkdtempSync(join(tmpdir(), 'noroshi-rules-'));
const rules = join(folder, 'rules.json');
const failing = { id: 'failing', metric: 'errorRate', comparison: 'above', threshold: 0.1, for: 0 };
writeFileSync(rules, JSON.stringify([{ ...failing, severity: 'critical', title: 'Requests fail' }]));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** More than a tenth of all that is asked within a minute here, and fewer than a tenth of those and a thousand others. */
const FAILURES = 100;
const OTHERS = 1_200;

(whyNoBrowser === undefined ? describe : describe.skip)('the live pages', () => {
  const scene = setScene({
    env: {
      NOROSHI_ALERT_RULES: rules,
      ...{ NOROSHI_USER_REQUEST_RATE: '0', NOROSHI_ADDRESS_REQUEST_RATE: '0' },
    },
  });
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  const admin = () => scene.stack.token('olga', { name: 'Olga', roles: ['admin'] });

  /** A browser in which somebody is signed in, with what they hold. */
  async function browserOf(token: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    contexts.push(context);
    const identity = JSON.stringify({ token, renewable: false });
    await stored(context, 'noroshi.identity', identity);
    return context;
  }
  async function open(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${scene.stack.url}${path}`);
    return page;
  }
  const panel = (page: Page, name: string): Locator => page.getByRole('region', { name }).locator('output');

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(() => browser.close());

  it('the dashboard shows at once what was measured before it was opened, and goes on live', async () => {
    const before = await Client.open(scene.stack.socketUrl, { path: '/ws/dashboard', token: admin() });
    before.send({ type: 'subscribe', data: { streams: ['metrics'] } });
    for (let count = 0; count < 4; count += 1) await before.next('metrics_update');
    await before.close();
    const openedAt = Date.now();
    const page = await open(await browserOf(admin()), '/dashboard');
    const users = panel(page, 'Active users');
    await users.filter({ hasText: /^\d/ }).waitFor();
    const moment = page.getByRole('slider', { name: 'Look at a moment' });
    await moment.fill(String((await stepOf(moment, openedAt)) - 3_000));
    expect(await users.textContent()).toMatch(/^\d/);
    await moment.press('Escape');
    for (const name of ['ann', 'ben', 'cleo']) await scene.connect(name);
    await users.filter({ hasText: /^4$/ }).waitFor();
    await page.getByText('The figures as a table').click();
    await page.getByRole('row', { name: /^Active users 4 / }).waitFor();

    await page.keyboard.press('p');
    await page.getByRole('status').filter({ hasText: 'Paused' }).waitFor();
    await scene.connect('dan');
    await page.getByText(/^[2-9] s behind$/).waitFor();
    expect(await users.textContent()).toBe('4');
    await page.getByRole('button', { name: 'Go on live' }).click();
    await users.filter({ hasText: /^5$/ }).waitFor();
  });

  it('an alert fires because a service was killed, is acknowledged, and is resolved when the service is back', async () => {
    const page = await open(await browserOf(admin()), '/dashboard');
    const observer = await Client.open(scene.stack.socketUrl, { path: '/ws/dashboard', token: admin() });
    observer.send({ type: 'subscribe', data: { streams: ['alerts'] } });
    const told = (wanted: object) => (frame: Frame) =>
      frame.type === 'alert' &&
      Object.entries({ title: 'Requests fail', ...wanted }).every(
        ([name, value]) => (frame['data'] as Record<string, unknown>)[name] === value,
      );
    await page.getByText('All is quiet.').waitFor();
    await ask(scene.stack, { method: 'POST', path: '/rooms', bearer: admin(), body: { id: 'hall', name: 'Hall' } });

    const former = await killedUntilRefused(FAILURES);
    const firing = (await observer.next(told({ state: 'firing' })))['data'] as Record<string, unknown>;
    expect(firing).toMatchObject({ metric: 'errorRate', severity: 'critical', threshold: 0.1 });
    const alert = page.getByTestId('alert').filter({ hasText: 'Requests fail' });
    await alert.filter({ hasText: 'Critical' }).waitFor();
    await page.getByText('1 alert fires').waitFor();
    await page.getByRole('button', { name: 'I see to it: Requests fail' }).click();
    await alert.filter({ hasText: 'olga sees to it' }).waitFor();
    await observer.next(told({ state: 'firing', acknowledgedBy: 'olga' }));

    await scene.stack.isBack('messages', former);
    const fine = await inTens(OTHERS, () => get(scene.stack, messagesPath('hall'), admin()));
    expect(fine.every(({ status }) => status === 200)).toBe(true);
    await observer.next(told({ state: 'resolved', id: firing['id'], acknowledgedBy: 'olga' }));
    await alert.filter({ hasText: 'Resolved' }).waitFor();
    await page.getByText('All is quiet.').waitFor();
    await page.getByTestId('event').filter({ hasText: 'messages' }).first().waitFor();
    await observer.close();
  });

  it('a notification is on both tabs of a user, and read on both when it is read on one', async () => {
    const context = await browserOf(scene.stack.token('nora', { name: 'Nora' }));
    const tabs = [await open(context, '/'), await open(context, '/')] as const;
    const bell = (tab: Page, name: string) => tab.getByRole('button', { name, exact: true });
    await Promise.all(tabs.map((tab) => bell(tab, 'Notifications').waitFor()));
    const notify = (more: object) =>
      ask(scene.stack, {
        ...{ method: 'POST', path: '/notifications', bearer: admin() },
        body: { userId: 'nora', type: 'info', ...more },
      });
    expect((await notify({ title: 'Tea', message: 'is ready' })).status).toBe(201);
    await Promise.all(tabs.map((tab) => bell(tab, 'Notifications, 1 unread').waitFor()));
    // The first one may have been there when a tab began to listen; this one comes while both do.
    await notify({ title: 'Cake', message: 'too' });
    await Promise.all(tabs.map((tab) => tab.getByTestId('toast').filter({ hasText: 'Cake' }).waitFor()));
    await bell(tabs[0], 'Notifications, 2 unread').click();
    await tabs[0].getByRole('button', { name: 'Mark as read: Tea' }).click();
    await Promise.all(tabs.map((tab) => bell(tab, 'Notifications, 1 unread').waitFor()));
    await tabs[0].getByRole('button', { name: 'Mark all as read' }).click();
    await Promise.all(tabs.map((tab) => bell(tab, 'Notifications').waitFor()));
    await notify({ title: 'Gone soon', message: 'by itself', autoRemove: true, duration: 5_000 });
    await tabs[0].getByTestId('notification').filter({ hasText: 'goes in' }).waitFor();
    await tabs[0].getByTestId('notification').filter({ hasText: 'Gone soon' }).waitFor({ state: 'detached' });
    await Promise.all(tabs.map((tab) => bell(tab, 'Notifications').waitFor()));
    await expectAccessible(tabs[0]);
  });

  it('an operator finds a connection and closes it', async () => {
    const page = await open(await browserOf(admin()), '/operator#connections');
    const guest = await scene.connect('zoe-the-guest');
    await page.getByLabel('User id').fill('zoe-the-guest');
    await page.getByTestId('connection').filter({ hasText: 'zoe-the-guest' }).waitFor();
    await expectAccessible(page);
    const closed = once(guest.socket, 'close');
    await page.getByRole('button', { name: 'Disconnect zoe-the-guest' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disconnect zoe-the-guest?' });
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    expect((await closed)[0]).toBe(1001);
    await page.getByRole('status').filter({ hasText: 'zoe-the-guest was disconnected.' }).waitFor();
    await page.getByText('Nobody is connected that fits.').waitFor();
  });

  it('an operator replays a dead letter, and rebuilds a read model', async () => {
    const speaker = await scene.connect('speaker');
    await speaker.join('desk');
    const { offset } = await speaker.say('desk', 'hello');
    const [epoch = '', position = ''] = String(offset).split('-');
    const letter = {
      ...{ consumer: 'message-history', epoch, position: parseInt(position, 36), tries: 5, reason: 'it was unwell' },
      lane: { category: 'room', entity: 'desk', name: 'talk' },
    };
    const subject = `deadletter.message-history.${epoch}.${letter.position}`;
    await publishToNats(Number(new URL(scene.stack.natsUrl).port), subject, JSON.stringify(letter));
    const page = await open(await browserOf(admin()), '/operator#dead-letters');
    await page.getByTestId('dead-letter').filter({ hasText: 'it was unwell' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Replay message-history/ }).click();
    await page.getByRole('status').filter({ hasText: 'It was handled this time.' }).waitFor();
    await page.getByText('There are none.').waitFor();

    await page.getByRole('tab', { name: 'Dead letters' }).press('ArrowRight');
    await page.getByRole('button', { name: 'Rebuild message-history' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rebuild' }).click();
    await page.getByRole('status').filter({ hasText: 'message-history was rebuilt.' }).waitFor();
    await page.getByTestId('stream').filter({ hasText: 'ROOMS' }).waitFor();
    await page.getByTestId('reader').filter({ hasText: 'room.*.talk' }).first().waitFor();
    await expectAccessible(page);
  });

  it('an operator sees what runs, and hears a room without being seen', async () => {
    const page = await open(await browserOf(admin()), '/operator');
    await page.getByTestId('gateway').filter({ hasText: 'gateway-1' }).waitFor();
    await expectAccessible(page);
    const speaker = await scene.connect('teller');
    await speaker.join('stage', { roomName: 'Stage' });
    await speaker.say('stage', 'before');
    await page.getByRole('tab', { name: 'A room' }).click();
    await page.getByLabel('Room id').fill('stage');
    await page.getByRole('button', { name: 'Listen' }).click();
    const lines = page.getByRole('log', { name: 'What is said in stage' }).getByTestId('tail-line');
    await lines.filter({ hasText: 'before' }).waitFor();
    await speaker.say('stage', 'after');
    await lines.filter({ hasText: 'after' }).waitFor();
    await expectAccessible(page);
    expect(speaker.of('memberJoined')).toEqual([]);
    await page.getByLabel('Room id').fill('nowhere at all');
    await page.getByRole('button', { name: 'Listen' }).click();
    await page.getByRole('alert').filter({ hasText: 'There is no such room' }).waitFor();
    // The browser tells of an answer of 404 by itself.
    complaints.splice(0);
  });

  it.each(['/operator', '/dashboard'])('whoever is no operator is told so at %s', async (path) => {
    const page = await open(await browserOf(scene.stack.token('somebody')), path);
    await page.getByRole('alert').filter({ hasText: 'admin' }).waitFor();
    await expectAccessible(page);
  });

  it.each([
    ['light', 'en', { width: 1440, height: 900 }],
    ['dark', 'ja', { width: 390, height: 844 }],
  ] as const)('the dashboard is for everybody: %s, %s', async (colorScheme, language, viewport) => {
    const context = await browserOf(admin(), { colorScheme, viewport });
    await stored(context, 'noroshi.language', language);
    const page = await open(context, '/dashboard');
    await page.locator('[data-figure="memoryUsage"] output').filter({ hasText: /%|\d/ }).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  /** Kills `messages` whenever it answers, until so many requests were refused. @returns the id of the process that was killed last */
  async function killedUntilRefused(count: number): Promise<number> {
    let former = scene.stack.kill('messages');
    for (let refused = 0; refused < count;) {
      const answers = await inTens(10, () => get(scene.stack, messagesPath('hall'), admin()));
      refused += answers.filter(({ status }) => status === 503).length;
      const now = scene.stack.pids()['messages'];
      const isBack = now !== undefined && now !== former && answers.every(({ status }) => status === 200);
      if (isBack) former = scene.stack.kill('messages');
    }
    return former;
  }
});

/** Sliders take whole steps from their beginning. */
async function stepOf(slider: Locator, at: number): Promise<number> {
  const from = Number(await slider.getAttribute('min'));
  return from + Math.floor((at - from) / 1000) * 1000;
}

async function inTens<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  while (done.length < count) {
    const next = Math.min(20, count - done.length);
    done.push(...(await Promise.all(Array.from({ length: next }, work))));
  }
  return done;
}

/** Before any script of the page runs. */
const stored = (context: BrowserContext, key: string, value: string): Promise<unknown> =>
  context.addInitScript({ content: `localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(value)})` });

/** By the rules that axe knows. */
async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<axe.AxeResults>('axe.run()');
  const broken = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(broken).toEqual([]);
}
