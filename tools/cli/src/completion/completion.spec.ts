import { execFileSync, spawnSync } from 'node:child_process';
import { commands } from '../commands.js';
import { bash } from './bash.js';
import { fish } from './fish.js';
import { vocabularyOf } from './vocabulary.js';
import { zsh } from './zsh.js';

const vocabulary = vocabularyOf(commands);
const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;
/** What is not installed is not tried; the others say so. */
const withShell = (shell: string) => (isThere(shell) ? it : it.skip);

/** What bash offers behind these words, of which the last is being typed. */
function offered(...words: string[]): string[] {
  const all = ['noroshi', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${bash(vocabulary)}\nCOMP_WORDS=(${all}); COMP_CWORD=${words.length}; _noroshi; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe('completion in bash', () => {
  withShell('bash')('offers the commands, then what belongs to the one that was named', () => {
    expect(offered('')).toEqual(commands.map(({ name }) => name));
    expect(offered('re')).toEqual(['replay', 'rebuild', 'restore']);
    expect(offered('rebuild', '')).toEqual(expect.arrayContaining(['messages', 'rooms', 'notifications', '--json']));
    expect(offered('tail', 'lobby', '--h')).toEqual(['--history', '--help']);
    expect(offered('completion', 'z')).toEqual(['zsh']);
    expect(offered('dead-letters', 'di')).toEqual(['discard']);
  });

  withShell('bash')('does not take the value of an option for a command, nor offer one', () => {
    expect(offered('--url', 'http://there', 'ta')).toEqual(['tail']);
    expect(offered('-u', 'ann', 'ta')).toEqual(['tail']);
    expect(offered('tail', '-n', '')).toEqual([]);
    expect(offered('tail', '--history', '')).toEqual([]);
  });
});

describe('completion in the other shells', () => {
  const scripts = { zsh: zsh(vocabulary), fish: fish(vocabulary) };

  it.each(['zsh', 'fish'] as const)('in %s names every command, and every option where it belongs', (shell) => {
    for (const { name, options } of vocabulary) {
      expect(scripts[shell]).toContain(name);
      for (const { long } of options) expect(scripts[shell]).toContain(shell === 'fish' ? `-l ${long.slice(2)}` : long);
    }
  });

  withShell('zsh')('is what zsh can read', () => {
    expect(spawnSync('zsh', ['-n'], { input: scripts.zsh, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  withShell('fish')('is what fish completes by', () => {
    const complete = (line: string) =>
      execFileSync('fish', ['--no-config', '-c', `${scripts.fish}\ncomplete -C '${line}'`], { encoding: 'utf8' });
    expect(complete('noroshi re').split('\n').filter(Boolean)).toHaveLength(3);
    expect(complete('noroshi tail lobby --hi')).toContain('--history');
  });
});
