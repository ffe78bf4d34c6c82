import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Installer } from './installer.js';
import { onPath } from './programs.js';

export const given: Installer = {
  name: 'NATS_SERVER_BIN',
  try: ({ env }) => Promise.resolve(env['NATS_SERVER_BIN'] || undefined),
};

export const path: Installer = {
  name: 'PATH',
  try: ({ env }) => Promise.resolve(onPath('nats-server', env)),
};

export const fetchedBefore: Installer = {
  name: '.noroshi/bin',
  try: ({ binDir }) => {
    const file = join(binDir, 'nats-server');
    return Promise.resolve(existsSync(file) ? file : undefined);
  },
};
