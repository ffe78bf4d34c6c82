import { spawn } from 'node:child_process';

/**
 * Runs a program with this terminal as its output; ends it when `signal` is aborted.
 * @returns {Promise<number>} its exit code
 */
export const run = (program, args, { cwd, env, signal } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] });
    const end = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('exit', (code) => {
      signal?.removeEventListener('abort', end);
      resolve(code ?? 1);
    });
  });

export const say = (line) => void process.stderr.write(`noroshi: ${line}\n`);
