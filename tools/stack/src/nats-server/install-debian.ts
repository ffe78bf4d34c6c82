import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Installer } from './installer.js';
import { findBinary, inTemporaryFolder, placeBinary } from './place-binary.js';
import { onPath } from './programs.js';
import { runCommand } from './run-command.js';
import { parseVersion } from './version.js';

/** Unpacked and not installed: so it needs no root, and no system service is started by the package's scripts. */
export const debian: Installer = {
  name: 'Debian (nats-server)',
  announce: 'fetching nats-server with apt-get',
  try: async ({ binDir, env }) => {
    const aptGet = onPath('apt-get', env);
    if (!aptGet || !(await isNewEnough())) return undefined;
    return inTemporaryFolder(async (folder) => {
      await runCommand(aptGet, ['download', '--quiet', 'nats-server'], { cwd: folder });
      const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
      if (!archive) throw new Error('apt-get left no package');
      const unpacked = join(folder, 'unpacked');
      await runCommand('dpkg-deb', ['--extract', join(folder, archive), unpacked]);
      return placeBinary(await findBinary(unpacked), binDir);
    });
  },
};

const isNewEnough = async (): Promise<boolean> => {
  const policy = await runCommand('apt-cache', ['policy', 'nats-server']);
  const candidate = /Candidate: (\S+)/.exec(policy)?.[1] ?? '';
  return parseVersion(candidate)?.isEnough ?? false;
};
