import { kafkaAccess, readSettings, SettingsError, type Environment } from '@noroshi/settings';
import type { Routes } from './routes/routes.js';
import { readRoutes } from './routes/routes-file.js';

export interface RouterConfig {
  readonly natsUrl: string;
  readonly logReplicas: number;
  /** Of each stream; 0: no limit. */
  readonly logMaxBytes: number;
  readonly opsPort: number | undefined;
  readonly routes: Routes;
}

/** @throws SettingsError */
export function readConfig(env: Environment): RouterConfig {
  const settings = readSettings(env);
  const { natsUrl, logReplicas, logMaxBytes, opsPort, routes } = settings;
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  if (routes === undefined) throw new SettingsError(['NOROSHI_ROUTES is required: the file with the routing rules.']);
  return {
    natsUrl,
    logReplicas,
    logMaxBytes,
    opsPort,
    routes: readRoutes(routes, { env, kafka: kafkaAccess(settings) }),
  };
}
