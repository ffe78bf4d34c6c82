import type { CompletedCommand } from './vocabulary.js';

const wordsOf = ({ choices, options }: CompletedCommand): string =>
  [...choices, ...options.map(({ long }) => long)].join(' ');

const valued = (commands: readonly CompletedCommand[]): string => {
  const options = commands.flatMap((command) => command.options).filter(({ takesValue }) => takesValue);
  const spelt = options.flatMap(({ long, short }) => (short === undefined ? [long] : [long, `-${short}`]));
  return [...new Set(spelt)].join('|');
};

/** The first word that is no option is the command; the value of an option is not ours to know. */
export const bash = (commands: readonly CompletedCommand[]): string => `_noroshi() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command= index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      ${valued(commands)}) ((index++)) ;;
      -*) ;;
      *) command="\${COMP_WORDS[index]}"; break ;;
    esac
  done
  case "$previous" in
    ${valued(commands)}) COMPREPLY=(); return ;;
  esac
  local words='${commands.map(({ name }) => name).join(' ')}'
  case "$command" in
${commands.map((command) => `    ${[command.name, ...command.aliases].join('|')}) words='${wordsOf(command)}' ;;`).join('\n')}
    ?*) words= ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _noroshi noroshi`;
