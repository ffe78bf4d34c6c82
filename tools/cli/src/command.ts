import type { Api } from './api.js';

/** What a command is given besides its own words. */
export interface CommandContext {
  /** @throws CliError when nothing says who asks */
  readonly api: Api;
  /** Words after the command's name. */
  readonly words: readonly string[];
  readonly options: CommandOptions;
  /** The repository. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For machines: one JSON value at the end, nothing else on stdout. */
  readonly json: boolean;
  /** A line of what was asked for. */
  readonly out: (text: string) => void;
  /** A line about how it goes. */
  readonly err: (text: string) => void;
}

export interface CommandOptions {
  readonly all: boolean;
  readonly dryRun: boolean;
  readonly consumer?: string;
  readonly from?: string;
  readonly nats?: string;
}

/** One file of `commands/` each; listed in `run-cli.ts`. */
export interface Command {
  readonly name: string;
  /** One line for each way to call it, with what it does. */
  readonly usage: readonly (readonly [call: string, does: string])[];
  /** Gives the exit code. @throws CliError */
  run(context: CommandContext): Promise<number>;
}

/** Told to whoever typed the command, in one sentence that says what to do; nothing is wrong with the program. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
