import { join } from 'node:path';

import { startNatsServer } from '@noroshi/testing';

import { Child } from './child.js';
import { isAlive } from './processes.js';
import { launchService, saysReady } from './service.js';
import { playground } from './testing/programs.js';

describe('a child that ignores SIGTERM', () => {
  it('is killed when its time is over', async () => {
    const place = playground();
    const server = await startNatsServer();
    const said: string[] = [];
    const service = place.service('rooms', 'stubborn');
    const logFile = join(place.dataDir, 'rooms.log');
    const env = { ...(process.env as Record<string, string>), NATS_URL: server.url };
    const child = new Child({
      name: 'rooms',
      launch: () => Promise.resolve(launchService({ service, env, logFile })),
      answers: saysReady,
      runDir: join(place.dataDir, 'run'),
      logFile,
      say: (line) => said.push(line),
    });
    await child.answered;
    const pid = place.pidOf('rooms');
    await child.stop(300);
    expect(isAlive(pid)).toBe(false);
    expect(place.diary()).toContain('rooms ignores SIGTERM');
    expect(said).toEqual(['rooms did not end within 0.3 s: killed']);
    await server.stop();
    await place.remove();
  });
});
