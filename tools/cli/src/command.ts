import type { OptionTable, ValuesOf } from './arguments/option.js';
import type { Api } from './http/api.js';
import type { Identity } from './http/identity.js';
import type { Progress } from './output/progress.js';

/** What a command is given besides its own words. */
export interface CommandContext {
  /** The gateway, asked as whoever the options say. @throws CliError when nothing says who asks */
  readonly api: Api;
  /** To sign tokens of one's own with. */
  readonly identity: Identity;
  /** Words after the command's name. */
  readonly words: readonly string[];
  /** The repository; undefined where the command line is installed by itself. */
  readonly root: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For machines: JSON on stdout and nothing else, one value or, of what has no end, one a line. */
  readonly json: boolean;
  /** A line of what was asked for. */
  readonly out: (text: string) => void;
  /** A line about how it goes. */
  readonly err: (text: string) => void;
  /** Lines typed or piped in; undefined at a terminal, where nobody has announced that they are wanted. */
  readonly input: AsyncIterable<string> | undefined;
  readonly progress: Progress;
  /** Somebody wants the command to end. */
  readonly stop: AbortSignal;
}

export interface Call {
  /** The words after the command's name, as help shows them. */
  readonly words: string;
  readonly does: string;
}

/** One file of `commands/` each; listed in `commands.ts`. */
export interface Command {
  readonly name: string;
  /** Other names under which it is known; not completed. */
  readonly aliases?: readonly string[];
  /** One line. */
  readonly summary: string;
  readonly calls: readonly [Call, ...Call[]];
  /** Besides those that all commands have. */
  readonly options: OptionTable;
  /** What the first word may be, where it is one of a list. */
  readonly choices?: readonly string[];
  /** All that is typed after its name is somebody else's: nothing of it is looked at. */
  readonly handsOn?: true;
  /** Gives the exit code. @throws CliError */
  run(
    context: CommandContext & { readonly options: Readonly<Record<string, string | boolean | undefined>> },
  ): Promise<number>;
}

/** A command whose `run` knows the types of its own options. */
export const command = <const O extends OptionTable>(
  definition: Omit<Command, 'run' | 'options'> & {
    readonly options: O;
    run(context: CommandContext & { readonly options: ValuesOf<O> }): Promise<number>;
  },
): Command => definition;

/** Told to whoever typed the command, in one sentence that says what to do; nothing is wrong with the program. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
}

/** What was typed can't be understood: exit code 2. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}
