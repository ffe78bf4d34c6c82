import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';

/** One script for browsers out of a source file and all that it imports. */
export const bundleForBrowser = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false, format: 'esm', target: 'es2022', platform: 'browser' },
    ...{ conditions: ['@noroshi/source'], logLevel: 'silent' },
  });
  return outputFiles[0]?.text ?? '';
};

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
