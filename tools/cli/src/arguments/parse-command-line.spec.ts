import { commands } from '../commands.js';
import { UsageError } from '../command.js';
import { globalOptions } from './option.js';
import { parseCommandLine } from './parse-command-line.js';

const parse = (...argv: string[]) => parseCommandLine(argv, commands);
const refusal = (...argv: string[]): string => {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('It was understood');
};

describe('what is typed', () => {
  it('names a command, its words and its options, in any order', () => {
    for (const argv of [
      ['tail', 'lobby', '-n', '5', '--json'],
      ['--json', 'tail', '-n5', 'lobby'],
      ['--history=5', '--json', 'tail', 'lobby'],
    ]) {
      const { command, words, options, globals } = parse(...argv);
      expect([command?.name, words, options['history'], globals.json]).toEqual(['tail', ['lobby'], '5', true]);
    }
  });

  it('leaves what is not said undefined, and flags false', () => {
    expect(parse('tail', 'lobby')).toMatchObject({
      options: { history: undefined, all: false },
      globals: { url: undefined, help: false },
    });
  });

  it('takes what is behind -- as words, whatever it looks like', () => {
    expect(parse('send', 'lobby', '--', '--not-an-option').words).toEqual(['lobby', '--not-an-option']);
  });

  it('may be another name of a command', () => {
    expect(parse('dead-letters', 'list').command?.name).toBe('deadletters');
  });

  it('may be no command at all', () => {
    expect(parse('--help')).toMatchObject({ command: undefined, globals: { help: true } });
  });

  it('may be a wish for help in other words', () => {
    expect(parse('help')).toMatchObject({ command: undefined, globals: { help: true } });
    expect(parse('help', 'tail')).toMatchObject({ command: { name: 'tail' }, globals: { help: true } });
    expect(parse('help', 'bench')).toMatchObject({ command: { name: 'bench' }, globals: { help: true } });
    expect(refusal('help', 'tial')).toContain('did you mean tail?');
    expect(parse('send', 'help', 'help').words).toEqual(['help', 'help']);
  });

  it.each([
    [['tial', 'lobby'], 'tial is not a command: did you mean tail?'],
    [['make-tea'], 'make-tea is not a command; noroshi --help lists them.'],
    [['tail', 'lobby', '--histroy', '5'], '--histroy is not an option of it: did you mean --history?'],
    [['rooms', '--history', '5'], '--history is not an option of it; --help lists them.'],
    [['tail', 'lobby', '--history'], '--history needs a value: --history N.'],
    [['tail', 'lobby', '--history', '--json'], '--history needs a value: --history N.'],
    [['rooms', '--json=yes'], '--json takes no value.'],
  ])('%j is answered with what was probably meant', (argv, said) => {
    expect(refusal(...argv)).toBe(said);
  });

  it('behind a command that hands on is not looked at, but for a wish for help', () => {
    expect(parse('check', '--seed', '7', '--kill', 'gateway').words).toEqual(['--seed', '7', '--kill', 'gateway']);
    expect(parse('bench', '--help').globals.help).toBe(true);
  });
});

describe('the tables of the commands', () => {
  it('give no option a name or a letter that all commands have', () => {
    const taken = new Set(
      Object.entries(globalOptions).flatMap(([name, spec]) => [name, 'short' in spec ? spec.short : '']),
    );
    for (const { options } of commands)
      for (const [name, { short }] of Object.entries(options))
        expect(taken.has(name) || taken.has(short ?? '-')).toBe(false);
  });

  it('give an option that several have the same type everywhere, as it may stand before the command', () => {
    const types = new Map<string, string>();
    for (const [name, { type }] of commands.flatMap(({ options }) => Object.entries(options)))
      expect(types.set(name, types.get(name) ?? type).get(name)).toBe(type);
  });
});
