import { readSettings, SettingsError, type Environment, type Settings } from '@noroshi/settings';

/** The settings, with those that a gateway can not do without. @throws SettingsError with every problem */
export function readConfig(env: Environment): Settings {
  const settings = readSettings(env);
  const problems: string[] = [];
  if (settings.natsUrl === undefined) problems.push('NATS_URL is required: nats://host:port of the event log.');
  if (!mayAnybodyCome(settings))
    problems.push('NOROSHI_JWT_SECRET (or NOROSHI_JWKS_URL) is required: without a key no token proves anything.');
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

const mayAnybodyCome = ({ jwtSecret, jwksUrl, anonymous }: Settings): boolean =>
  anonymous || jwtSecret !== undefined || jwksUrl !== undefined;
