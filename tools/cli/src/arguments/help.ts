import type { Command } from '../command.js';
import { globalOptions, type OptionSpec, type OptionTable } from './option.js';
import { placeholderOf } from './parse-command-line.js';

const columns = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};

/** Of the program. */
export const usage = (commands: readonly Command[]): string[] => [
  'noroshi COMMAND [WORDS] [OPTIONS]          (in the repository: npm run noroshi -- COMMAND …)',
  '',
  ...columns(commands.map(({ name, summary }) => [name, summary])),
  '',
  'Options of all of them:',
  ...optionLines(globalOptions),
  '',
  'noroshi COMMAND --help, or noroshi help COMMAND, tells more. A stack on this machine needs neither --url nor --token.',
  'Exit codes: 0 done, 1 not done, 2 not understood.',
];

/** Of one command. */
export const helpOf = ({ name, aliases = [], summary, calls, options }: Command): string[] => [
  `noroshi ${name}: ${summary}`,
  '',
  ...columns(calls.map(({ words, does }) => [`noroshi ${name}${words === '' ? '' : ` ${words}`}`, does])),
  ...(Object.keys(options).length > 0 ? ['', 'Options:', ...optionLines(options)] : []),
  ...(aliases.length > 0 ? ['', `Also known as ${aliases.join(', ')}.`] : []),
  '',
  'Options of all commands:',
  ...optionLines(globalOptions),
];

const optionLines = (table: OptionTable): string[] =>
  columns(Object.entries(table).map(([name, spec]) => [flagOf(name, spec), spec.does]));

const flagOf = (name: string, spec: OptionSpec): string => {
  const short = spec.short === undefined ? '    ' : `-${spec.short}, `;
  return `${short}--${name}${spec.type === 'string' ? ` ${placeholderOf(spec)}` : ''}`;
};
