/**
 * Takes the pictures of the README from the running product: `node tools/workspace/screenshot.mjs http://127.0.0.1:8080`.
 * Ann and Ben talk through the page in Chromium, as people would; nothing is staged behind it.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { root } from '../stack/bootstrap/root.mjs';
import { ensureChromium } from './chromium.mjs';

const room = 'harbour';
const talk = [
  ['Ann', 'The relay on the north hill is lit.'],
  ['Ben', 'Seen it from the harbour. Passing it on.'],
  ['Ann', 'How long did it take to reach you?'],
  ['Ben', 'A heartbeat. And it is in the log, so nobody who sleeps now will miss it.'],
  ['Chiyo', 'Just came back. Everything is here, nothing twice.'],
];

const enter = async (browser, base, { name, colorScheme = 'light', viewport = { width: 1280, height: 800 } }) => {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 2 });
  const page = await context.newPage();
  await page.goto(`${base}/?room=${room}`);
  await page.getByTestId('name').fill(name);
  await page.getByTestId('sign-in').click();
  await page.locator('[data-testid=connection-status][data-health=connected]').waitFor();
  return page;
};

const say = async (page, text) => {
  await page.getByTestId('message-box').fill(text);
  await page.getByTestId('send').click();
  await page.getByTestId('content').filter({ hasText: text }).first().waitFor();
};

const main = async ([base = 'http://127.0.0.1:8080']) => {
  const { path, problem } = await ensureChromium();
  if (!path) throw new Error(problem);
  const folder = join(root, 'docs/images');
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const people = {};
    for (const [name, text] of talk) {
      people[name] ??= await enter(browser, base, { name });
      await say(people[name], text);
    }
    const fire = people.Ben.getByTestId('message').filter({ hasText: talk[0][1] });
    await fire.hover();
    await fire.getByRole('button', { name: 'React with fire' }).click();
    await people.Chiyo.getByTestId('message-box').pressSequentially('Good to');
    await people.Ann.getByTestId('typing').filter({ hasText: 'Chiyo' }).waitFor();
    await people.Ann.screenshot({ path: join(folder, 'chat-light.png') });
    const dark = await enter(browser, base, { name: 'Dai', colorScheme: 'dark' });
    await dark.getByTestId('content').filter({ hasText: talk[4][1] }).waitFor();
    await dark.screenshot({ path: join(folder, 'chat-dark.png') });
  } finally {
    await browser.close();
  }
};

await main(process.argv.slice(2));
