import { readSettings, SettingsError, type Environment } from '@noroshi/settings';

export interface RoomsConfig {
  readonly natsUrl: string;
  readonly logReplicas: number;
  /** Of each stream; 0: no limit. */
  readonly logMaxBytes: number;
  readonly defaultMaxMembers: number;
  readonly visitorGraceMs: number;
  readonly crowdSize: number;
}

/** @throws SettingsError */
export function readConfig(env: Environment): RoomsConfig {
  const { natsUrl, logReplicas, logMaxBytes, defaultMaxMembers, visitorGrace, crowdSize } = readSettings(env);
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  return { natsUrl, logReplicas, logMaxBytes, defaultMaxMembers, visitorGraceMs: visitorGrace * 1000, crowdSize };
}
