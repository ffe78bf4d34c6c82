import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const template = new URL('service-worker.js', import.meta.url);

/** Writes the service worker with the names of what the page consists of, so that a new build is a new worker. */
export const offlineShell = () => ({
  name: 'noroshi:offline-shell',
  apply: 'build',
  enforce: 'post',
  async generateBundle(_options, bundle) {
    const assets = Object.keys(bundle)
      .filter((name) => name.startsWith('assets/') && !name.endsWith('.map'))
      .map((name) => `/${name}`)
      .sort();
    const source = await readFile(template, 'utf8');
    const files = ['/', '/icon.svg', '/manifest.webmanifest', ...assets];
    const html = String(bundle['index.html']?.source);
    const version = createHash('sha256')
      .update(source)
      .update(files.join())
      .update(html)
      .digest('base64url')
      .slice(0, 12);
    const filled = source
      .replace('__FILES__', JSON.stringify(files))
      .replace('__VERSION__', JSON.stringify(`noroshi-${version}`));
    this.emitFile({ type: 'asset', fileName: 'sw.js', source: filled });
  },
});
