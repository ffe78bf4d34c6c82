import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const app = fileURLToPath(new URL('../', import.meta.url));
const vite = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url));

/** What somebody waits for who comes to the chat for the first time. Bytes, gzipped. */
const budget = 200 * 1024;

describe('the built page', () => {
  let folder = '';
  let files: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'noroshi-page-'));
    const env = { PATH: process.env['PATH'], NODE_ENV: 'production' };
    await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', folder, '--logLevel', 'error'], {
      ...{ cwd: app, env },
    });
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const named = (pattern: RegExp): string[] => files.filter((file) => pattern.test(file));

  it('is on the screen after less than 200 KB', async () => {
    // All but what belongs to another page: also what is loaded only where it is needed.
    const first = [join(folder, 'index.html'), ...named(/assets\/(?!(dashboard|operator)-page)[^/]+\.(js|css)$/)];
    const sizes = await Promise.all(first.map(async (file) => (await stat(`${file}.gz`)).size));
    expect(first.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(budget);
  });

  it('has a name for each content, so that it can be kept for ever', () => {
    expect(named(/assets\//).filter((file) => !/-[\w-]{8,}\.\w+(\.gz|\.br)?$/.test(file))).toEqual([]);
  });

  it('is compressed already, both ways', () => {
    const texts = named(/\.(html|js|css|svg|webmanifest)$/);
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter((file) => !files.includes(`${file}.br`) || !files.includes(`${file}.gz`))).toEqual([]);
  });

  it('is kept whole for when there is no server', async () => {
    const worker = await readFile(join(folder, 'sw.js'), 'utf8');
    const assets = named(/assets\/[^/]+\.(js|css)$/).map((file) => file.slice(folder.length));
    expect(assets.filter((asset) => !worker.includes(`"${asset}"`))).toEqual([]);
    expect(worker).not.toMatch(/__[A-Z]+__/);
  });
});
