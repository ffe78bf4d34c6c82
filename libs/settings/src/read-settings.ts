import { nearestName } from './did-you-mean.js';
import { kafkaContradictions } from './kafka-access.js';
import { Refused } from './parsers.js';
import { SettingsError, type Environment, type LogLevel, type Settings } from './settings.js';
import type { Setting } from './setting.js';
import { fileNames, resolveFiles } from './setting-files.js';
import { namesOfTools, table } from './table.js';

/**
 * Reads the environment, and the files that it names. A name with an empty value counts as not given, because compose
 * files pass those.
 * @throws SettingsError with every problem: bad values, files that can not be read, and `NOROSHI_*` names nobody knows.
 */
export const readSettings = (given: Environment): Settings => {
  const { env, problems: ofFiles } = resolveFiles(given);
  const problems = [...ofFiles];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries<Setting<unknown>>(table)) {
    const value = readOne(setting, env, problems);
    if (value !== undefined) values[key] = value;
  }
  const settings = values as unknown as Settings;
  problems.push(...contradictions(settings, env), ...unknownNames(env));
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
};

/** What is wrong with settings that are right each by itself. */
function contradictions(settings: Settings, env: Environment): string[] {
  const problems: string[] = [];
  if (env['NODE_ENV'] === 'production' && settings.allowedOrigins.includes('*'))
    problems.push('NOROSHI_ALLOWED_ORIGINS must be an exact list of origins in production (NODE_ENV), not *.');
  if (settings.connectHook !== undefined && settings.connectHookSecret === undefined)
    problems.push('NOROSHI_CONNECT_HOOK needs NOROSHI_CONNECT_HOOK_SECRET: what the hook is asked is signed.');
  return [...problems, ...kafkaContradictions(settings)];
}

/** Known before everything else is, so that what is wrong with the rest can be logged; `info` when it is itself. */
export const logLevelOf = (env: Environment): LogLevel => readOne(table.logLevel, env, []) as LogLevel;

const readOne = (setting: Setting<unknown>, env: Environment, problems: string[]): unknown => {
  const text = env[setting.name];
  if (text === undefined || text.trim() === '') return setting.default;
  try {
    return setting.parse(text);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problems.push(`${setting.name} ${error.message}.`);
    return setting.default;
  }
};

const unknownNames = (env: Environment): string[] => {
  const known = [...Object.values(table).map(({ name }) => name), ...fileNames, ...namesOfTools];
  return Object.keys(env)
    .filter((name) => name.startsWith('NOROSHI_') && !known.includes(name))
    .map((name) => {
      const meant = nearestName(name, known);
      return `${name} is not a setting${meant ? `; did you mean ${meant}?` : ': docs/settings.md lists them.'}`;
    });
};
