import { readSettings, SettingsError, type DaysKept, type Environment } from '@noroshi/settings';

export interface MessagesConfig {
  readonly natsUrl: string;
  readonly logReplicas: number;
  /** Of each stream; 0: no limit. */
  readonly logMaxBytes: number;
  readonly opsPort: number | undefined;
  /** Absent: what is kept is kept in memory. */
  readonly mongoUrl?: string;
  readonly messageDays: readonly DaysKept[];
}

/** @throws SettingsError */
export function readConfig(env: Environment): MessagesConfig {
  const { natsUrl, mongoUrl, logReplicas, logMaxBytes, opsPort, messageDays } = readSettings(env);
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  return { natsUrl, logReplicas, logMaxBytes, opsPort, messageDays, ...(mongoUrl === undefined ? {} : { mongoUrl }) };
}
