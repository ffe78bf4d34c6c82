import { readSettings, SettingsError, type Environment } from '@noroshi/settings';
import { helpOf, usage } from './arguments/help.js';
import { parseCommandLine, type CommandLine } from './arguments/parse-command-line.js';
import { CliError, UsageError, type Command, type CommandContext } from './command.js';
import { commands } from './commands.js';
import { createApi } from './http/api.js';
import { createIdentity, type Identity } from './http/identity.js';

export interface CliOptions extends Pick<CommandContext, 'root' | 'out' | 'err' | 'input' | 'progress' | 'stop'> {
  readonly version: string;
  readonly argv: readonly string[];
  readonly env: Environment;
}

const NOT_DONE = 1;
const NOT_UNDERSTOOD = 2;

/** Runs one command. Gives the exit code: 0 done, 1 not done, 2 not understood. */
export async function runCli(cli: CliOptions): Promise<number> {
  try {
    const line = parseCommandLine(cli.argv, commands);
    if (line.globals.version) return tellVersion(cli);
    if (line.command && !line.globals.help) return await run(cli, line.command, line);
    return help(cli, line);
  } catch (error) {
    return explain(error, cli);
  }
}

function tellVersion({ out, version }: CliOptions): number {
  out(`noroshi ${version}`);
  return 0;
}

/** Asked for, or because nothing else was. */
function help({ out, err }: CliOptions, { command, globals }: CommandLine): number {
  (command ? helpOf(command) : usage(commands)).forEach(globals.help ? out : err);
  return globals.help ? 0 : NOT_UNDERSTOOD;
}

/** @throws what is a bug */
function explain(error: unknown, { err }: CliOptions): number {
  if (error instanceof SettingsError) error.problems.forEach(err);
  else if (error instanceof CliError) err(error.message);
  else throw error;
  return error instanceof UsageError ? NOT_UNDERSTOOD : NOT_DONE;
}

function run(cli: CliOptions, command: Command, { words, options, globals }: CommandLine): Promise<number> {
  const url = () => urlOf(globals.url ?? (cli.env['NOROSHI_URL'] || localUrl(cli.env)));
  return command.run({
    ...cli,
    // Not every command asks a gateway, and only those that do need to say who asks.
    get api() {
      const identity = identityOf(cli, globals, url());
      return createApi({ url: url(), credentials: () => identity.credentials() });
    },
    get identity() {
      return identityOf(cli, globals, url());
    },
    ...{ words, options, json: globals.json },
  });
}

function identityOf({ env, root }: CliOptions, globals: CommandLine['globals'], url: string): Identity {
  return createIdentity({
    ...{ url, settings: readSettings(env), folder: root ?? process.cwd(), userId: globals.user },
    given: globals.token ?? (env['NOROSHI_TOKEN'] || undefined),
  });
}

function localUrl(env: Environment): string {
  const { host, port } = readSettings(env);
  return `http://${host}:${port}`;
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError(`${text} is no address: give one such as http://127.0.0.1:8080 with --url.`);
}
