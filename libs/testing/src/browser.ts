import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const found = [process.env['CHROMIUM_BIN'], '/usr/bin/chromium'].find((path) => path && existsSync(path));

/** Why no test can look at a page here; undefined: they can. */
export const whyNoBrowser: string | undefined = found
  ? undefined
  : (process.env['BROWSER_TESTS_SKIPPED'] ?? 'no Chromium at CHROMIUM_BIN or /usr/bin/chromium');

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: found ?? '',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-sync',
      '--no-first-run',
    ],
  });
