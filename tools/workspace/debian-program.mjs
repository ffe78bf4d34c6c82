import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';

import { root } from '../stack/bootstrap/root.mjs';
import { run, say } from '../stack/bootstrap/run.mjs';

const binDir = join(root, '.noroshi/bin');

const onPath = (name) =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/** Debian's package, unpacked and not installed: that would start a server. */
const fromDebian = async ({ debianPackage, path }) => {
  const name = basename(path);
  const folder = await mkdtemp(join(tmpdir(), `noroshi-${name}-`));
  try {
    if ((await run('apt-get', ['download', '--quiet', debianPackage], { cwd: folder })) !== 0) return undefined;
    const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
    if (!archive) return undefined;
    await run('dpkg-deb', ['--extract', join(folder, archive), folder]);
    await mkdir(binDir, { recursive: true });
    const [draft, file] = [join(binDir, `.${name}.${process.pid}`), join(binDir, name)];
    await copyFile(join(folder, path), draft);
    await chmod(draft, 0o755);
    await rename(draft, file);
    return file;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * A program for tests: the one that a variable names, else an installed one, else the one of a Debian package.
 * @param {{ variable: string, debianPackage: string, path: string }} program its path within the package
 * @returns {Promise<{ path?: string, problem?: string }>}
 */
export const ensureDebianProgram = async ({ variable, debianPackage, path }) => {
  const name = basename(path);
  const given = process.env[variable];
  if (given) return existsSync(given) ? { path: given } : { problem: `${variable} is ${given}, where nothing is` };
  const kept = join(binDir, name);
  const found = onPath(name) ?? (existsSync(kept) ? kept : undefined);
  if (found) return { path: found };
  if (!onPath('apt-get') || !onPath('dpkg-deb')) return { problem: `no ${name} is installed` };
  say(`fetching ${name} with apt-get ...`);
  const fetched = await fromDebian({ debianPackage, path });
  return fetched
    ? { path: fetched }
    : { problem: `apt-get could not fetch the package ${debianPackage}, which has ${name}` };
};
