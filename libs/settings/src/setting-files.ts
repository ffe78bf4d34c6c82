import { readFileSync } from 'node:fs';
import { SettingsError, type Environment } from './settings.js';
import type { Setting } from './setting.js';
import { table } from './table.js';

const SUFFIX = '_FILE';

/** The name under which the path of a file with the value may be given instead of the value. */
export const fileNameOf = (name: string): string => `${name}${SUFFIX}`;

const namesFromFiles: readonly string[] = Object.values<Setting<unknown>>(table)
  .filter(({ fromFile }) => fromFile === true)
  .map(({ name }) => name);

/** The names of all settings that say where a file is. */
export const fileNames: readonly string[] = namesFromFiles.map(fileNameOf);

export interface Resolved {
  readonly env: Environment;
  /** One sentence each; none of them repeats what a file holds. */
  readonly problems: readonly string[];
}

/** The environment with what the files hold in the place of their names. */
export function resolveFiles(env: Environment): Resolved {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of namesFromFiles.filter((known) => isGiven(env[fileNameOf(known)]))) {
    const read = valueOf(name, env);
    if ('problem' in read) problems.push(read.problem);
    else values[name] = read.value;
  }
  const rest = Object.entries(env).filter(([name]) => !fileNames.includes(name));
  return { env: { ...Object.fromEntries(rest), ...values }, problems };
}

/** The same for who hands the environment on. @throws SettingsError */
export function withFileContents(env: Environment): Environment {
  const { env: resolved, problems } = resolveFiles(env);
  if (problems.length > 0) throw new SettingsError(problems);
  return resolved;
}

const isGiven = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

function valueOf(name: string, env: Environment): { readonly value: string } | { readonly problem: string } {
  const fileName = fileNameOf(name);
  const path = (env[fileName] ?? '').trim();
  if (isGiven(env[name])) return { problem: `${name} and ${fileName} are both given: leave one of them out.` };
  try {
    // Whoever writes a file by hand ends it with a new line.
    const value = readFileSync(path, 'utf8').trim();
    return value === '' ? { problem: `${fileName}: ${path} is empty.` } : { value };
  } catch (cause) {
    return { problem: `${fileName}: ${path} can not be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}).` };
  }
}
