import { readSettings, SettingsError, type Environment } from '@noroshi/settings';

export interface RoomsConfig {
  readonly natsUrl: string;
  readonly logReplicas: number;
  /** Of each stream; 0: no limit. */
  readonly logMaxBytes: number;
  readonly opsPort: number | undefined;
  readonly defaultMaxMembers: number;
  readonly visitorGraceMs: number;
  readonly crowdSize: number;
}

/** @throws SettingsError */
export function readConfig(env: Environment): RoomsConfig {
  const { natsUrl, logReplicas, logMaxBytes, opsPort, defaultMaxMembers, visitorGrace, crowdSize } = readSettings(env);
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  const visitorGraceMs = visitorGrace * 1000;
  return { natsUrl, logReplicas, logMaxBytes, opsPort, defaultMaxMembers, visitorGraceMs, crowdSize };
}
