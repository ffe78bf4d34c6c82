import { parseArgs } from 'node:util';
import { nearestName } from '@noroshi/settings';
import { UsageError, type Command } from '../command.js';
import { globalOptions, type OptionSpec, type OptionTable, type ValuesOf } from './option.js';

export interface CommandLine {
  /** Undefined: none was named. */
  readonly command: Command | undefined;
  readonly words: readonly string[];
  readonly globals: ValuesOf<typeof globalOptions>;
  /** Of the command. A flag that is not there is false. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/**
 * What was typed, by the tables of the commands. Options may stand before the command's name as well, and `help COMMAND`
 * is what people try who know other programs.
 * @throws UsageError that names what was probably meant
 */
export const parseCommandLine = (argv: readonly string[], commands: readonly Command[]): CommandLine =>
  parseOptionsAndWords(argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv, commands);

function parseOptionsAndWords(argv: readonly string[], commands: readonly Command[]): CommandLine {
  const place = firstWord(
    argv,
    Object.assign({}, ...commands.map(({ options }) => options), globalOptions) as OptionTable,
  );
  if (place === undefined) return { command: undefined, words: [], ...valuesOf(parse(argv, globalOptions), {}) };
  const command = named(argv[place] ?? '', commands);
  const rest = [...argv.slice(0, place), ...argv.slice(place + 1)];
  if (command.handsOn && !['-h', '--help'].includes(argv[place + 1] ?? ''))
    return { command, words: argv.slice(place + 1), ...valuesOf(new Map(), {}) };
  const { words, values } = wordsAndValues(rest, { ...command.options, ...globalOptions });
  return { command, words, ...valuesOf(values, command.options) };
}

function named(name: string, commands: readonly Command[]): Command {
  const found = commands.find((each) => each.name === name || each.aliases?.includes(name));
  if (found) return found;
  const near = nearestName(
    name,
    commands.map((each) => each.name),
  );
  throw new UsageError(`${name} is not a command${near ? `: did you mean ${near}?` : '; noroshi --help lists them.'}`);
}

const shapeOf = (table: OptionTable) =>
  Object.fromEntries(
    Object.entries(table).map(([name, { type, short }]) => [name, { type, ...(short === undefined ? {} : { short }) }]),
  );

const tokensOf = (argv: readonly string[], table: OptionTable) =>
  parseArgs({ args: [...argv], options: shapeOf(table), strict: false, allowPositionals: true, tokens: true }).tokens;

const firstWord = (argv: readonly string[], table: OptionTable): number | undefined =>
  tokensOf(argv, table).find(({ kind }) => kind === 'positional')?.index;

const parse = (argv: readonly string[], table: OptionTable): Values => wordsAndValues(argv, table).values;

type Values = ReadonlyMap<string, string | true>;

function wordsAndValues(argv: readonly string[], table: OptionTable) {
  const words: string[] = [];
  const values = new Map<string, string | true>();
  for (const token of tokensOf(argv, table)) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind === 'option') values.set(token.name, valueOf(token, table));
  }
  return { words, values };
}

interface Given {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valueOf(given: Given, table: OptionTable): string | true {
  const { name, rawName, value } = given;
  const spec = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!spec) throw unknownOption(rawName, table);
  if (spec.type === 'string') return textOf(given, spec);
  if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
  return true;
}

/** What looks like the next option is one: whoever means it as a value writes it behind a =. */
function textOf({ rawName, value, inlineValue }: Given, spec: OptionSpec): string {
  const isMeant = inlineValue === true || !/^-./.test(value ?? '');
  if (value !== undefined && isMeant) return value;
  throw new UsageError(`${rawName} needs a value: ${rawName} ${placeholderOf(spec)}.`);
}

export const placeholderOf = ({ value = 'VALUE' }: OptionSpec): string => value;

function unknownOption(rawName: string, table: OptionTable): UsageError {
  const near = nearestName(
    rawName,
    Object.keys(table).map((name) => `--${name}`),
  );
  return new UsageError(
    `${rawName} is not an option of it${near ? `: did you mean ${near}?` : '; --help lists them.'}`,
  );
}

function valuesOf(values: Values, own: OptionTable): Pick<CommandLine, 'globals' | 'options'> {
  const of = (table: OptionTable) =>
    Object.fromEntries(
      Object.entries(table).map(([name, { type }]) => [
        name,
        values.get(name) ?? (type === 'boolean' ? false : undefined),
      ]),
    );
  return { globals: of(globalOptions) as ValuesOf<typeof globalOptions>, options: of(own) };
}
