import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { run, say } from '../stack/bootstrap/run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

const present = () => [...NAMES.map(onPath), ...MAC.filter((file) => existsSync(file))].find(Boolean);

/**
 * A Chromium for the tests of the page: CHROMIUM_BIN, else an installed one, else Debian's package where we may install.
 * @returns {Promise<{ path?: string, problem?: string }>}
 */
export const ensureChromium = async () => {
  const given = process.env.CHROMIUM_BIN;
  if (given) return existsSync(given) ? { path: given } : { problem: `CHROMIUM_BIN is ${given}, where nothing is` };
  const found = present();
  if (found) return { path: found };
  if (!onPath('apt-get')) return { problem: 'no Chromium or Chrome is installed' };
  if (process.getuid?.() !== 0) return { problem: 'no Chromium is installed, and installing one needs root' };
  say('installing Chromium with apt-get ...');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
  const path = present();
  return path ? { path } : { problem: 'apt-get could not install Chromium' };
};
