import type { CompletedCommand, CompletedOption } from './vocabulary.js';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const optionLine = (commands: string, { long, short, does, takesValue }: CompletedOption): string =>
  [
    `complete -c noroshi -n '__fish_seen_subcommand_from ${commands}' -l ${long.slice(2)}`,
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...(takesValue ? ['-x'] : []),
    `-d ${quoted(does)}`,
  ].join(' ');

const linesOf = ({ name, aliases, summary, choices, options }: CompletedCommand): string[] => {
  const seen = [name, ...aliases].join(' ');
  return [
    `complete -c noroshi -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...choices.map((choice) => `complete -c noroshi -n '__fish_seen_subcommand_from ${seen}' -f -a ${choice}`),
    ...options.map((option) => optionLine(seen, option)),
  ];
};

export const fish = (commands: readonly CompletedCommand[]): string => commands.flatMap(linesOf).join('\n');
