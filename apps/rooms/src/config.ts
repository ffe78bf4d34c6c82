import { readSettings, SettingsError, type Environment } from '@noroshi/settings';

export interface RoomsConfig {
  readonly natsUrl: string;
  readonly defaultMaxMembers: number;
  readonly visitorGraceMs: number;
  readonly crowdSize: number;
}

/** @throws SettingsError */
export function readConfig(env: Environment): RoomsConfig {
  const { natsUrl, defaultMaxMembers, visitorGrace, crowdSize } = readSettings(env);
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  return { natsUrl, defaultMaxMembers, visitorGraceMs: visitorGrace * 1000, crowdSize };
}
