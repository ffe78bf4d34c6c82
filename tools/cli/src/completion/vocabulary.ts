import { globalOptions, type OptionTable } from '../arguments/option.js';
import type { Command } from '../command.js';

export interface CompletedOption {
  readonly long: string;
  readonly short: string | undefined;
  readonly does: string;
  readonly takesValue: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  /** Known as these as well, which are not offered. */
  readonly aliases: readonly string[];
  readonly summary: string;
  /** What its first word may be; empty where that is free. */
  readonly choices: readonly string[];
  readonly options: readonly CompletedOption[];
}

/** What there is to complete. */
export const vocabularyOf = (commands: readonly Command[]): readonly CompletedCommand[] =>
  commands.map(({ name, aliases = [], summary, choices = [], options, handsOn }) => ({
    ...{ name, aliases, summary, choices },
    options: handsOn ? [] : optionsOf({ ...options, ...globalOptions }),
  }));

/** Those that may stand before the command. */
export const globalsCompleted = (): readonly CompletedOption[] => optionsOf(globalOptions);

const optionsOf = (table: OptionTable): CompletedOption[] =>
  Object.entries(table).map(([name, { type, short, does }]) => ({
    ...{ long: `--${name}`, short, does },
    takesValue: type === 'string',
  }));
