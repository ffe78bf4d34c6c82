import { onlyWord, oneOf } from '../arguments/words.js';
import { command, type Command } from '../command.js';
import { bash } from '../completion/bash.js';
import { fish } from '../completion/fish.js';
import { vocabularyOf } from '../completion/vocabulary.js';
import { zsh } from '../completion/zsh.js';

const shells = { bash, zsh, fish } as const;
const names = ['bash', 'zsh', 'fish'] as const;

/** @param all asked for when it runs: it is one of them */
export const completion = (all: () => readonly Command[]): Command =>
  command({
    name: 'completion',
    summary: 'prints what makes a shell complete commands and options',
    calls: [
      { words: 'bash', does: 'for ~/.bashrc: source <(noroshi completion bash)' },
      { words: 'zsh', does: 'for ~/.zshrc: source <(noroshi completion zsh)' },
      { words: 'fish', does: 'into ~/.config/fish/completions/noroshi.fish' },
    ],
    choices: names,
    options: {},
    run: ({ words, out }) => {
      const shell = oneOf(onlyWord(words, { command: 'completion', word: names.join('|') }), 'completion', names);
      out(shells[shell](vocabularyOf(all())));
      return Promise.resolve(0);
    },
  });
