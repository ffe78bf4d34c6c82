import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const MAX_OUTPUT = 16 * 1024 * 1024;

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

/**
 * Runs a program without a shell; gives its standard output.
 * @throws Error when the program is missing, fails or takes longer than `timeoutMs` (five minutes unless given).
 */
export const runCommand = async (
  program: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 300_000 }: RunOptions = {},
): Promise<string> => {
  const { stdout } = await promisify(execFile)(program, [...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    timeout: timeoutMs,
    maxBuffer: MAX_OUTPUT,
  });
  return stdout;
};
