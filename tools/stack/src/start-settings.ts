import { resolve } from 'node:path';

import { readSettings, SettingsError, withFileContents, type Environment, type Settings } from '@noroshi/settings';

export interface StartSettings {
  readonly settings: Settings;
  /** What the services are given: the caller's environment, files read, with the values that `npm start` decides. */
  readonly env: Record<string, string>;
}

const NO_OPS_PORT =
  'NOROSHI_OPS_PORT is for processes with a host or container each: the ones that `npm start` starts share this host.';

/**
 * The settings as `npm start` has them: development tokens on, guests on while only this machine can connect.
 * @throws SettingsError
 */
export const readStartSettings = (given: Environment, root: string): StartSettings => {
  const isLoopback = /^(localhost|::1|127\..*)$/.test(given['HOST']?.trim() || '127.0.0.1');
  const env: Record<string, string> = {
    ...definedOf(withFileContents(given)),
    NOROSHI_DEV_TOKENS: given['NOROSHI_DEV_TOKENS'] || 'true',
    NOROSHI_ANONYMOUS: given['NOROSHI_ANONYMOUS'] || String(isLoopback),
  };
  const settings = readSettings(env);
  if (settings.opsPort !== undefined) throw new SettingsError([NO_OPS_PORT]);
  const dataDir = resolve(root, settings.dataDir);
  const routes = settings.routes === undefined ? {} : { routes: resolve(root, settings.routes) };
  return {
    settings: { ...settings, dataDir, ...routes },
    env: {
      ...env,
      ...{ PORT: String(settings.port), HOST: settings.host, NOROSHI_DATA_DIR: dataDir },
      ...(routes.routes === undefined ? {} : { NOROSHI_ROUTES: routes.routes }),
    },
  };
};

const definedOf = (given: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
