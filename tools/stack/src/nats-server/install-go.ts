import { join } from 'node:path';

import type { Installer } from './installer.js';
import { inTemporaryFolder, placeBinary } from './place-binary.js';
import { onPath } from './programs.js';
import { runCommand } from './run-command.js';
import { PINNED_VERSION } from './version.js';

export const goInstall: Installer = {
  name: 'go install',
  announce: 'building nats-server with Go (a minute or two)',
  try: async ({ binDir, env }) => {
    const go = onPath('go', env);
    if (!go) return undefined;
    return inTemporaryFolder(async (folder) => {
      await runCommand(go, ['install', '-trimpath', `github.com/nats-io/nats-server/v2@v${PINNED_VERSION}`], {
        env: { ...env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '' },
        timeoutMs: 900_000,
      });
      return placeBinary(join(folder, 'nats-server'), binDir);
    });
  },
};
