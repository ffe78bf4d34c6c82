import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, type BuildOptions } from 'esbuild';

/**
 * Scripts for browsers, each of an entry and with what several of them need, or need later, in files of their own.
 * @param entries source files or names of packages, by the name of the script
 * @returns the texts by their paths: `/page.js` of the entry `page`
 */
export async function bundleForBrowser(entries: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { outputFiles } = await build({ ...forBrowsers, entryPoints: { ...entries }, splitting: true, outdir: '/' });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
}

/** @returns a page in one text, with all that the script `entry` needs or may need later: it fetches nothing */
export async function pageForBrowser(entry: string): Promise<string> {
  const { outputFiles } = await build({ ...forBrowsers, entryPoints: [entry] });
  return `<!doctype html><title>Test</title><script type="module">${outputFiles[0]?.text ?? ''}</script>`;
}

const forBrowsers = {
  ...{ bundle: true, write: false, format: 'esm', target: 'es2022', platform: 'browser' },
  ...{ conditions: ['@noroshi/source'], logLevel: 'silent' },
} as const satisfies BuildOptions;

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Some scripts, each at its path, and at every other path an empty page that runs `/page.js` under a strict content policy. */
export const servePage = async (scripts: Readonly<Record<string, string>>): Promise<PageServer> => {
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts[new URL(url, 'http://page').pathname];
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src *",
    );
    response.setHeader('Content-Type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? '<!doctype html><title>Test</title><script type="module" src="/page.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
