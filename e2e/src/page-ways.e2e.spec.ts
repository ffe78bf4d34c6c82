// What is evaluated in the page knows what pages know.
/// <reference lib="dom" />
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '@noroshi/testing';
import { whyNoBrowser } from '@noroshi/testing/in-browser';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { get, readAll } from './api.js';
import { cutProxy } from './cut-proxy.js';
import { setScene } from './scene.js';
import { setVisitors } from './visitors.js';

const measured = fileURLToPath(new URL('../test-results/', import.meta.url));

/** Rules that are broken, each with where. */
async function violations(page: Page): Promise<string[]> {
  // As the tools of a developer do it: the policy of the page would not let a script of another origin in.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations: broken } = await (window as unknown as { axe: typeof axe }).axe.run();
    return broken.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

(whyNoBrowser === undefined ? describe : describe.skip)('the page', () => {
  const scene = setScene({ env: { NOROSHI_MESSAGE_RATE: '0' } });
  const visitors = setVisitors();

  it('is there without a server, keeps what is said over a reload, and sends it once', async () => {
    const network = await cutProxy(scene.stack.port);
    try {
      const room = scene.newRoom();
      const ann = await visitors.come(`http://127.0.0.1:${network.port}`);
      await ann.signIn('Ann');
      await ann.enter(room);
      await ann.say('before');
      await ann.sees('before');
      await ann.page.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      network.shut();
      network.cut();
      await ann.isReconnecting();
      await ann.say('first, from the dark');
      await ann.page.getByText('1 unsent').waitFor();
      await ann.page.getByRole('textbox', { name: 'Message' }).fill('a dr');
      await ann.page.reload();
      const box = ann.page.getByRole('textbox', { name: 'Message' });
      expect(await box.inputValue()).toBe('a dr');
      await ann.say('second, from the dark');
      network.open();
      await ann.sees('second, from the dark');
      const said = await readAll(scene.stack, { roomId: room, token: scene.stack.token('ann') });
      const script = ['before', 'first, from the dark', 'second, from the dark'];
      expect(said.map((frame) => frame['content'])).toEqual(script);
      expect(await ann.transcript()).toEqual(script);
    } finally {
      await network.close();
    }
  });

  it('scrolls through a room of ten thousand messages with few of them in the document', async () => {
    const room = scene.newRoom();
    const count = 10_000;
    const ben = await scene.connect('ben');
    await ben.join(room);
    for (let index = 0; index < count; index += 1) {
      ben.send({ action: 'message', roomId: room, content: `message ${index}`, clientMessageId: `c${index}` });
      // Ten thousand at once are more than a busy machine stores before they are told to come again.
      if (index % 500 === 499) await ben.next({ type: 'accepted', clientMessageId: `c${index}` });
    }

    const ann = await visitors.come(`${scene.stack.url}/?room=${room}`);
    await ann.signIn('Ann');
    await ann.content(`message ${count - 1}`).waitFor();
    const seen = await ann.page.evaluate(async () => {
      const log = document.querySelector('[role=log]');
      if (!log) throw new Error('There is no log');
      const frames: number[] = [];
      let mostRows = 0;
      let last = performance.now();
      const numberOf = (): number =>
        Number(/message (\d+)/.exec(log.querySelector('.content')?.textContent ?? '')?.[1]);
      for (let step = 0; step < 4_000 && !(numberOf() < 9_400); step += 1) {
        log.scrollBy(0, -400);
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - last);
        last = performance.now();
        mostRows = Math.max(mostRows, log.querySelectorAll('.log-row').length);
      }
      const shown = [...log.querySelectorAll('.content')].map(({ textContent }) =>
        Number(/message (\d+)/.exec(textContent)?.[1]),
      );
      return { frames, mostRows, shown };
    });
    await mkdir(measured, { recursive: true });
    const sorted = [...seen.frames].sort((one, other) => one - other);
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    const figures = { frames: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), longestMs: at(1) };
    await writeFile(`${measured}scroll-frames.json`, JSON.stringify(figures, null, 2));

    expect(seen.mostRows).toBeLessThan(120);
    expect(seen.shown[0]).toBeLessThan(9_400);
    expect(seen.shown).toEqual(seen.shown.map((_number, index) => (seen.shown[0] ?? 0) + index));
    await ann.page.getByRole('button', { name: 'To the latest' }).click();
    await ann.content(`message ${count - 1}`).waitFor();
  });

  it('leads to what is unread however far back it is, and to what was found in another room', async () => {
    const [room, elsewhere] = [scene.newRoom(), scene.newRoom()];
    const ann = await visitors.come(scene.stack.url);
    const { page } = ann;
    await ann.signIn('Ann');
    await ann.enter(room);
    await ann.say('good night');
    await ann.sees('good night');
    await ann.enter(elsewhere);
    const ben = await scene.connect('ben');
    await ben.join(room);
    const count = 150;
    for (let index = 0; index < count; index += 1)
      ben.send({ action: 'message', roomId: room, content: `**unread ${index}**`, clientMessageId: `u${index}` });
    await ben.next({ type: 'accepted', clientMessageId: `u${count - 1}` });

    const inList = page.getByTestId('rooms').getByRole('link', { name: room });
    await inList.filter({ hasText: `unread ${count - 1}` }).waitFor();
    expect(await inList.textContent()).not.toContain('*');
    await inList.click();
    await page.getByRole('button', { name: `${count} unread messages` }).click();
    await ann.content(/^unread 0$/).waitFor();
    await ann.content('good night').waitFor();

    await page.getByTestId('rooms').getByRole('link', { name: elsewhere }).click();
    await page.getByRole('heading', { name: elsewhere }).waitFor();
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('searchbox').fill('unread 7');
    await page.getByRole('searchbox').press('Enter');
    await page
      .getByTestId('results')
      .getByRole('button')
      .filter({ hasText: /unread 7$/ })
      .click();
    await page.getByRole('heading', { name: room }).waitFor();
    await ann.content(/^unread 7$/).waitFor();
    expect(new URL(page.url()).search).toBe(`?room=${room}`);
    expect(ann.complaints).toEqual([]);
  });

  it.each([
    { holder: 'a shared worker', user: 'Tara', workers: [expect.stringMatching(/^\/assets\/worker-[\w-]+\.js$/)] },
    { holder: 'a leading tab where there are no such workers', user: 'Theo', workers: [] },
  ])('has one connection for all tabs, held by $holder; a tab that closes loses nothing', async ({ user, workers }) => {
    const room = scene.newRoom();
    const first = await visitors.come(scene.stack.url);
    if (workers.length === 0) {
      await first.context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'));
      await first.page.reload();
    }
    await first.signIn(user);
    await first.enter(room);
    const second = await first.tab(`${scene.stack.url}/?room=${room}`);
    await second.isConnected();
    const ben = await scene.connect('ben');
    await ben.join(room);
    await ben.say(room, 'to both');
    await Promise.all([first.sees('to both'), second.sees('to both')]);
    await first.say('from the first');
    await second.sees('from the first');
    const operator = scene.stack.token('op', { roles: ['admin'] });
    const held = async (): Promise<number> => {
      const answer = await get(scene.stack, `/connections?user=${user.toLowerCase()}`, operator);
      return ((await answer.json()) as { readonly items: readonly unknown[] }).items.length;
    };
    await eventually(async () => (await held()) > 0, { reason: 'the registry has heard of it' });
    expect(await held()).toBe(1);
    const cdp = await visitors.browser.newBrowserCDPSession();
    const { targetInfos } = await cdp.send('Target.getTargets');
    const running = targetInfos.filter(({ type }) => type === 'shared_worker').map(({ url }) => new URL(url).pathname);
    expect(running).toEqual(workers);

    await first.page.close();
    await ben.say(room, 'to who is left');
    await second.sees('to who is left');
    await second.say('still here');
    await second.sees('still here');
    expect(await second.transcript()).toEqual(['to both', 'from the first', 'to who is left', 'still here']);
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });

  it('is used with one hand on a phone', async () => {
    const room = scene.newRoom();
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const ann = await visitors.come(scene.stack.url, phone);
    await ann.signIn('Ann');
    const pages = ann.page.getByRole('navigation', { name: 'Pages' });
    await pages.waitFor();
    await ann.enter(room);
    await pages.waitFor({ state: 'hidden' });
    await ann.say('from the road, with a word that is much too long for it: '.concat('a'.repeat(200)));
    await ann.sees('from the road');
    expect(await ann.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await ann.page.getByRole('button', { name: /^People here/ }).click();
    await ann.page.getByRole('heading', { name: 'Here now' }).waitFor();
    expect(await violations(ann.page)).toEqual([]);
    await ann.page.getByRole('button', { name: 'Back to the rooms' }).click();
    await pages.waitFor();
    await ann.page.getByTestId('rooms').getByText(room).waitFor();
  });

  it('speaks the language of the browser or the one that was chosen, and keeps to it', async () => {
    const ann = await visitors.come(scene.stack.url, { locale: 'ja-JP' });
    const { page } = ann;
    expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    await page.getByLabel('お名前').fill('Ann');
    await page.getByRole('button', { name: 'サインイン' }).click();
    await page.getByLabel('ルーム名').fill(scene.newRoom());
    await page.getByRole('button', { name: '参加', exact: true }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /^接続中$/ })
      .waitFor();
    await page.getByRole('heading', { name: '在室中' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'このページの設定' }).click();
    await page.getByText('English').click();
    await page.getByRole('heading', { name: 'Here now' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Here now' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it.each(['light', 'dark'] as const)('breaks no rule of accessibility in %s colours', async (colorScheme) => {
    const ann = await visitors.come(scene.stack.url, { colorScheme, reducedMotion: 'reduce' });
    const { page } = ann;
    expect(await violations(page)).toEqual([]);
    await ann.signIn('Ann');
    await page.getByRole('heading', { name: 'Choose a room' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await ann.enter(scene.newRoom());
    await ann.say('# Fire\n- on the **hill**, see https://example.com and `code`, @ann\n\n> quoted\n\n🔥');
    await ann.sees('on the hill');
    await ann.content('on the hill').hover();
    await page.getByRole('button', { name: 'React with fire' }).click();
    await page.getByRole('button', { name: 'fire: 1' }).waitFor();
    await page.getByRole('button', { name: 'Reply' }).click();
    await ann.say('an answer');
    await ann.sees('an answer');
    expect(await violations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('hill');
    await page.getByRole('searchbox').press('Enter');
    await page.getByTestId('results').getByRole('button').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Room settings' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('log', { name: 'Messages' }).focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(ann.complaints).toEqual([]);
  });
});
