import { globalsCompleted, type CompletedCommand, type CompletedOption } from './vocabulary.js';

/** Within single quotes, and within the brackets or behind the colon of a specification. */
const quoted = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, (found) => `\\${found}`);

const specOf = ({ long, short, does, takesValue }: CompletedOption): string => {
  const told = `[${quoted(does)}]${takesValue ? ':value:' : ''}'`;
  return short === undefined ? `'${long}${told}` : `'(-${short} ${long})'{-${short},${long}}'${told}`;
};

const wordOf = ({ choices }: CompletedCommand): string =>
  choices.length === 0 ? `'*:word:_files'` : `'1:what:(${choices.join(' ')})'`;

const caseOf = (command: CompletedCommand): string =>
  `    ${[command.name, ...command.aliases].join('|')}) _arguments ${[...command.options.map(specOf), wordOf(command)].join(' ')} ;;`;

export const zsh = (commands: readonly CompletedCommand[]): string => `#compdef noroshi
_noroshi() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C ${globalsCompleted().map(specOf).join(' ')} '1:command:->command' '*::word:->words'
  case $state in
    command)
      local -a commands
      commands=(${commands.map(({ name, summary }) => `'${name}:${quoted(summary)}'`).join(' ')})
      _describe command commands
      ;;
    words)
      case $line[1] in
${commands.map((command) => `    ${caseOf(command).trimStart()}`).join('\n')}
      esac
      ;;
  esac
}
if [[ $funcstack[1] == _noroshi ]]; then _noroshi "$@"; else compdef _noroshi noroshi; fi`;
