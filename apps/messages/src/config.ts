import { readSettings, SettingsError, type Environment } from '@noroshi/settings';

export interface MessagesConfig {
  readonly natsUrl: string;
  readonly logReplicas: number;
}

/** @throws SettingsError */
export function readConfig(env: Environment): MessagesConfig {
  const { natsUrl, logReplicas } = readSettings(env);
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  return { natsUrl, logReplicas };
}
