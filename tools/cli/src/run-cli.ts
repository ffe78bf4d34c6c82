import { parseArgs } from 'node:util';
import { readSettings, SettingsError, type Environment } from '@noroshi/settings';
import { createApi } from './api.js';
import { CliError, type Command } from './command.js';
import { deadLetters } from './commands/dead-letters.js';
import { rebuild } from './commands/rebuild.js';
import { credentialsOf } from './credentials.js';

export interface CliOptions {
  readonly argv: readonly string[];
  readonly env: Environment;
  /** The repository. */
  readonly root: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const commands: readonly Command[] = [deadLetters, rebuild];

const options = {
  url: { type: 'string' },
  token: { type: 'string' },
  consumer: { type: 'string' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Runs one command. Gives the exit code: 0 done, 1 not done, 2 not understood. */
export async function runCli(cli: CliOptions): Promise<number> {
  try {
    return await runOrThrow(cli);
  } catch (error) {
    if (error instanceof SettingsError) error.problems.forEach(cli.err);
    else if (error instanceof CliError) cli.err(error.message);
    else throw error;
    return 1;
  }
}

async function runOrThrow({ argv, env, root, out, err }: CliOptions): Promise<number> {
  const parsed = parse(argv);
  if (typeof parsed === 'string') {
    err(parsed);
    return 2;
  }
  const { values, positionals } = parsed;
  const [name, ...words] = positionals;
  const command = commands.find((each) => each.name === name);
  if (values.help || !command) {
    usage().forEach(values.help ? out : err);
    return values.help ? 0 : 2;
  }
  const settings = readSettings(env);
  const url = urlOf(values.url ?? (env['NOROSHI_URL'] || undefined) ?? `http://${settings.host}:${settings.port}`);
  const credentials = credentialsOf({
    given: values.token ?? (env['NOROSHI_TOKEN'] || undefined),
    settings,
    root,
    url,
  });
  const api = createApi({ url, ...credentials });
  const { all, consumer, json = false } = values;
  const given = { ...(all === undefined ? {} : { all }), ...(consumer === undefined ? {} : { consumer }) };
  return command.run({ api, words, options: given, json, out, err });
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    return (error as Error).message;
  }
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new CliError(`${text} is no address: give one such as http://127.0.0.1:8080 with --url.`);
}

function usage(): string[] {
  const calls = commands.flatMap((command) => command.usage);
  const width = Math.max(...calls.map(([call]) => call.length));
  return [
    'npm run noroshi -- COMMAND [--url http://HOST:PORT] [--token TOKEN] [--json]',
    '',
    ...calls.map(([call, does]) => `  ${call.padEnd(width)}  ${does}`),
    '',
    'The address is also taken from NOROSHI_URL, the token from NOROSHI_TOKEN; a stack on this machine needs neither.',
  ];
}
