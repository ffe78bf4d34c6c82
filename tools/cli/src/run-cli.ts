import { parseArgs } from 'node:util';
import { readSettings, SettingsError, type Environment } from '@noroshi/settings';
import { createApi, type Api } from './api.js';
import { CliError, type Command, type CommandOptions } from './command.js';
import { deadLetters } from './commands/dead-letters.js';
import { newEpoch } from './commands/new-epoch.js';
import { rebuild } from './commands/rebuild.js';
import { restore } from './commands/restore.js';
import { credentialsOf } from './credentials.js';

export interface CliOptions {
  readonly argv: readonly string[];
  readonly env: Environment;
  /** The repository. */
  readonly root: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const commands: readonly Command[] = [deadLetters, rebuild, newEpoch, restore];

const options = {
  url: { type: 'string' },
  token: { type: 'string' },
  consumer: { type: 'string' },
  from: { type: 'string' },
  nats: { type: 'string' },
  'dry-run': { type: 'boolean' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = Exclude<ReturnType<typeof parse>, string>['values'];

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

async function runOrThrow(cli: CliOptions): Promise<number> {
  const parsed = parse(cli.argv);
  if (typeof parsed === 'string') return refuse(cli, [parsed]);
  const { values, positionals } = parsed;
  const [name, ...words] = positionals;
  const command = commands.find((each) => each.name === name);
  if (values.help) {
    usage().forEach(cli.out);
    return 0;
  }
  if (!command) return refuse(cli, usage());
  const { root, env, out, err } = cli;
  return command.run({
    // Not every command asks a gateway.
    get api() {
      return apiOf(cli, values);
    },
    ...{ words, options: optionsOf(values), json: values.json ?? false, root, env, out, err },
  });
}

function optionsOf({ all = false, 'dry-run': dryRun = false, consumer, from, nats }: Values): CommandOptions {
  return {
    ...{ all, dryRun },
    ...(consumer === undefined ? {} : { consumer }),
    ...(from === undefined ? {} : { from }),
    ...(nats === undefined ? {} : { nats }),
  };
}

function refuse({ err }: CliOptions, lines: readonly string[]): number {
  lines.forEach(err);
  return 2;
}

function apiOf({ env, root }: CliOptions, values: { readonly url?: string; readonly token?: string }): Api {
  const settings = readSettings(env);
  const url = urlOf(values.url ?? (env['NOROSHI_URL'] || `http://${settings.host}:${settings.port}`));
  const given = values.token ?? (env['NOROSHI_TOKEN'] || undefined);
  return createApi({ url, ...credentialsOf({ given, settings, root, url }) });
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
