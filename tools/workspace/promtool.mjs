import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { root } from '../stack/bootstrap/root.mjs';
import { run, say } from '../stack/bootstrap/run.mjs';

const binDir = join(root, '.noroshi/bin');

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/** Debian's package, unpacked and not installed: it would start a Prometheus. */
const fromDebian = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-promtool-'));
  try {
    if ((await run('apt-get', ['download', '--quiet', 'prometheus'], { cwd: folder })) !== 0) return undefined;
    const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
    if (!archive) return undefined;
    await run('dpkg-deb', ['--extract', join(folder, archive), folder]);
    await mkdir(binDir, { recursive: true });
    const [draft, file] = [join(binDir, `.promtool.${process.pid}`), join(binDir, 'promtool')];
    await copyFile(join(folder, 'usr/bin/promtool'), draft);
    await chmod(draft, 0o755);
    await rename(draft, file);
    return file;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * A promtool for the tests of the alert rules: PROMTOOL_BIN, else an installed one, else the one of Debian's prometheus.
 * @returns {Promise<{ path?: string, problem?: string }>}
 */
export const ensurePromtool = async () => {
  const given = process.env.PROMTOOL_BIN;
  if (given) return existsSync(given) ? { path: given } : { problem: `PROMTOOL_BIN is ${given}, where nothing is` };
  const kept = join(binDir, 'promtool');
  const found = onPath('promtool') ?? (existsSync(kept) ? kept : undefined);
  if (found) return { path: found };
  if (!onPath('apt-get') || !onPath('dpkg-deb')) return { problem: 'no promtool is installed' };
  say('fetching promtool with apt-get ...');
  const path = await fromDebian();
  return path ? { path } : { problem: 'apt-get could not fetch the package prometheus, which has promtool' };
};
