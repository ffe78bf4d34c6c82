import type { CompletedCommand, CompletedOption } from './vocabulary.js';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const optionLine = (command: string, { long, short, does, takesValue }: CompletedOption): string =>
  [
    `complete -c noroshi -n '__fish_seen_subcommand_from ${command}' -l ${long.slice(2)}`,
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...(takesValue ? ['-x'] : []),
    `-d ${quoted(does)}`,
  ].join(' ');

const linesOf = ({ name, summary, choices, options }: CompletedCommand): string[] => [
  `complete -c noroshi -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
  ...choices.map((choice) => `complete -c noroshi -n '__fish_seen_subcommand_from ${name}' -f -a ${choice}`),
  ...options.map((option) => optionLine(name, option)),
];

export const fish = (commands: readonly CompletedCommand[]): string => commands.flatMap(linesOf).join('\n');
