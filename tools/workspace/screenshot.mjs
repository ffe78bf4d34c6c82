/**
 * Takes the pictures of the docs from the running product: `node tools/workspace/screenshot.mjs http://127.0.0.1:8080`, where a
 * new `npm start` answers; with a name behind it only that picture. Fonts for Japanese and emoji have to be installed. People come
 * by their own pages and by REST; nothing is staged behind it.
 */
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { root } from '../stack/bootstrap/root.mjs';
import { ensureChromium } from './chromium.mjs';
import { asker } from './screenshots/people.mjs';
import { live, setScene } from './screenshots/scene.mjs';
import { shots } from './screenshots/shots.mjs';

const folder = join(root, 'docs/images');
/** Charts show the last minutes. */
const LIFE_MS = 100_000;

/** To a third of its size, where pngquant is installed; nobody sees the difference. */
const shrink = (file) => spawnSync('pngquant', ['--force', '--ext', '.png', '--quality', '80-98', '--strip', file]);

const main = async ([base = 'http://127.0.0.1:8080', only]) => {
  const { path, problem } = await ensureChromium();
  if (!path) throw new Error(problem);
  await mkdir(folder, { recursive: true });
  const asked = asker(base);
  const stop = new AbortController();
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] });
  let life;
  try {
    await setScene(asked);
    const chosen = shots.filter(({ name }) => only === undefined || name === only);
    life = live(asked, stop.signal);
    if (chosen.some(({ showsTime }) => showsTime)) await new Promise((resolve) => setTimeout(resolve, LIFE_MS));
    for (const shot of chosen)
      for (const colorScheme of ['light', 'dark']) {
        const file = join(folder, `${shot.name}-${colorScheme}.png`);
        await shot.take({ browser, base, asked, colorScheme, file });
        shrink(file);
      }
  } finally {
    stop.abort();
    await life;
    await browser.close();
  }
};

await main(process.argv.slice(2));
