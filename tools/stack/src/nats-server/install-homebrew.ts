import { join } from 'node:path';

import type { Installer } from './installer.js';
import { onPath } from './programs.js';
import { runCommand } from './run-command.js';

export const homebrew: Installer = {
  name: 'Homebrew (nats-server)',
  announce: 'installing nats-server with brew',
  try: async ({ env }) => {
    const brew = onPath('brew', env);
    if (!brew) return undefined;
    await runCommand(brew, ['install', '--quiet', 'nats-server'], { timeoutMs: 900_000 });
    const prefix = (await runCommand(brew, ['--prefix', 'nats-server'])).trim();
    return join(prefix, 'bin', 'nats-server');
  },
};
