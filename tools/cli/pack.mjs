/**
 * Packs the command line as the npm package `noroshi`, one file without dependencies, so that `npx noroshi` runs it anywhere:
 * `node tools/cli/pack.mjs [FOLDER]` writes noroshi-VERSION.tgz there, and prints its path.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';

import { root } from '../stack/bootstrap/root.mjs';

const target = resolve(process.argv[2] ?? root);
const folder = join(root, 'tools/cli/dist/package');
const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const bin = join(folder, 'noroshi.mjs');
await build({
  stdin: {
    contents: `import { runAsProcess } from './src/index.ts';\nawait runAsProcess('${version}');`,
    resolveDir: join(root, 'tools/cli'),
  },
  bundle: true,
  ...{ platform: 'node', target: 'node20', format: 'esm', conditions: ['@noroshi/source'] },
  banner: { js: '#!/usr/bin/env node' },
  outfile: bin,
  logLevel: 'warning',
});
chmodSync(bin, 0o755);
const manifest = {
  ...{ name: 'noroshi', version, license, type: 'module' },
  description: 'The command line of Noroshi: follow and write to rooms, see who is connected, operate',
  ...{ bin: { noroshi: 'noroshi.mjs' }, files: ['noroshi.mjs'], engines: { node: '>=20.19' } },
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
mkdirSync(target, { recursive: true });
const args = ['pack', '--silent', '--pack-destination', target];
const name = execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: folder, encoding: 'utf8' });
process.stdout.write(`${join(target, name.trim())}\n`);
