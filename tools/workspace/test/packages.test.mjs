/** What is published, as those see it who install it: packed by npm, unpacked, and looked at from outside. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

import esbuildPlugin from '@size-limit/esbuild';
import filePlugin from '@size-limit/file';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import sizeLimit from 'size-limit';
import { build } from 'vite';

import { root } from '../../stack/bootstrap/root.mjs';
import { PACKAGES, staleReports } from '../api-report.mjs';

const run = promisify(execFile);

let folder;
const packed = new Map();

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-packages-'));
  await Promise.all(
    PACKAGES.map(async (name) => {
      const options = { cwd: join(root, 'libs', name) };
      const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], options);
      packed.set(name, JSON.parse(stdout)[0]);
    }),
  );
});

after(() => rmSync(folder, { recursive: true }));

for (const name of PACKAGES) {
  test(`@noroshi/${name} is packed with what it needs, and with no test`, () => {
    const paths = packed.get(name).files.map(({ path }) => path);
    for (const needed of ['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts'])
      assert.ok(paths.includes(needed), `${needed} is missing`);
    assert.deepEqual(
      paths.filter((path) => /\.spec\.|testing|tsbuildinfo|etc\//.test(path)),
      [],
    );
    assert.equal(
      readFileSync(join(root, 'libs', name, 'LICENSE'), 'utf8'),
      readFileSync(join(root, 'LICENSE'), 'utf8'),
    );
  });

  test(`@noroshi/${name} is found by Node and by bundlers, types and all`, async () => {
    const tarball = readFileSync(join(folder, packed.get(name).filename));
    const buffer = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg, { color: false })),
      [],
    );
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    // All is ESM, as the readme says.
    await run(process.execPath, [attw, join(folder, packed.get(name).filename), '--profile', 'esm-only']);
  });
}

test('what the packages export is what their reports in etc/ say', async () => {
  const stale = await staleReports({ write: false });
  assert.deepEqual(stale, [], 'run node tools/workspace/api-report.mjs, and look at what changed');
});

/** Minified and compressed; kB are 1,000 bytes. `later`: fetched when it is needed. */
const CORE = './defaults.js';
const WORKER = './worker-door.js';
const HTTP = './fallback/http-transport.js';
const BUDGETS = [
  { name: 'what every page loads', limit: 11_200, later: [CORE, WORKER] },
  { name: 'what a tab loads that holds the connection', limit: 18_300, later: [WORKER, HTTP] },
  { name: 'all of it', limit: 23_500, later: [] },
];
const client = join(root, 'libs/client/dist/index.js');

for (const { name, limit, later } of BUDGETS)
  test(`of @noroshi/client, ${name} has at most ${limit / 1_000} kB`, async () => {
    const check = {
      name,
      path: client,
      files: [client],
      import: { [client]: '{ connect }' },
      gzip: true,
      ignore: later,
    };
    const [{ size }] = await sizeLimit([esbuildPlugin, filePlugin], { checks: [check] });
    assert.ok(size <= limit, `${size} bytes`);
  });

/** Apart, the parts compress less well than as one file: this is what goes over the wire. */
const FETCHED = { page: 11_600, defaults: 7_500, 'http-transport': 5_700, 'worker-door': 300 };

test('a page that is built with Vite fetches what the readme of @noroshi/client says', async () => {
  const input = join(folder, 'page.js');
  writeFileSync(input, `import { connect } from ${JSON.stringify(client)};\nconnect();\n`);
  const options = { write: false, modulePreload: { polyfill: false }, rollupOptions: { input } };
  const { output } = await build({ root: folder, configFile: false, logLevel: 'error', build: options });
  const sizes = Object.fromEntries(output.map(({ name, code }) => [name, gzipSync(code, { level: 9 }).length]));
  assert.deepEqual(Object.keys(sizes).sort(), Object.keys(FETCHED).sort());
  for (const [name, limit] of Object.entries(FETCHED)) assert.ok(sizes[name] <= limit, `${name}: ${sizes[name]} bytes`);
});
