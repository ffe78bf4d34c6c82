import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readStartSettings } from './start-settings.js';

describe('the settings of npm start', () => {
  it('turn development tokens and guests on, on a loopback address', () => {
    expect(readStartSettings({}, '/repo').settings).toMatchObject({ devTokens: true, anonymous: true });
    expect(readStartSettings({ HOST: 'localhost' }, '/repo').settings.anonymous).toBe(true);
    expect(readStartSettings({ HOST: '::1' }, '/repo').settings.anonymous).toBe(true);
  });

  it('leave guests off where others can connect', () => {
    expect(readStartSettings({ HOST: '0.0.0.0' }, '/repo').settings).toMatchObject({
      devTokens: true,
      anonymous: false,
    });
  });

  it('let the environment decide otherwise', () => {
    const given = { HOST: '0.0.0.0', NOROSHI_DEV_TOKENS: 'false', NOROSHI_ANONYMOUS: 'true' };
    expect(readStartSettings(given, '/repo').settings).toMatchObject({ devTokens: false, anonymous: true });
  });

  it('name the file of the routing rules from the folder of the repository', () => {
    const { settings, env } = readStartSettings({ NOROSHI_ROUTES: 'routes.json' }, '/repo');
    expect([settings.routes, env['NOROSHI_ROUTES']]).toEqual(['/repo/routes.json', '/repo/routes.json']);
    expect(readStartSettings({ NOROSHI_ROUTES: '/etc/routes.json' }, '/repo').settings.routes).toBe('/etc/routes.json');
  });

  it('hand on what a file holds, so that no service is given a secret twice', () => {
    const folder = mkdtempSync(join(tmpdir(), 'noroshi-start-'));
    const file = join(folder, 'jwt-secret');
    writeFileSync(file, 'k'.repeat(32));
    const { env } = readStartSettings({ NOROSHI_JWT_SECRET_FILE: file }, '/repo');
    rmSync(folder, { recursive: true });
    expect(env['NOROSHI_JWT_SECRET']).toBe('k'.repeat(32));
    expect(env).not.toHaveProperty('NOROSHI_JWT_SECRET_FILE');
  });

  it('have no operations port, which the processes of one host can not share', () => {
    expect(() => readStartSettings({ NOROSHI_OPS_PORT: '9464' }, '/repo')).toThrow(
      /^NOROSHI_OPS_PORT is for processes/,
    );
  });

  it('reach the services with the folder made absolute', () => {
    const { env } = readStartSettings({ NOROSHI_MESSAGE_RATE: '5', LANG: 'C' }, '/repo');
    expect(env).toEqual({
      LANG: 'C',
      NOROSHI_MESSAGE_RATE: '5',
      PORT: '8080',
      HOST: '127.0.0.1',
      NOROSHI_DATA_DIR: '/repo/.noroshi',
      NOROSHI_DEV_TOKENS: 'true',
      NOROSHI_ANONYMOUS: 'true',
    });
  });
});
