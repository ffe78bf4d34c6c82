import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Whether a process runs. One that has ended and that nobody has waited for does not: it has no command line. */
export const isAlive = (pid: number): boolean => exists(pid) && commandOf(pid) !== '';

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * The command line of a process, or an empty text when it is gone. With it a process id read from a file is known to
 * be still the same program: ids are used again, soon so in containers. Slim images have no `ps`, macOS no `/proc`.
 */
export const commandOf = (pid: number): string => {
  try {
    if (existsSync('/proc/self/cmdline'))
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};
