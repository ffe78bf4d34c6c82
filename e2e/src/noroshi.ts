import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { SECRET, type Stack } from './stack.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface CommandEnding {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run noroshi -- …` as an operator of this stack. */
export async function noroshi(stack: Stack, words: readonly string[], env = {}): Promise<CommandEnding> {
  const child = spawn(process.execPath, [join(root, 'tools/cli/noroshi.mjs'), ...words], {
    env: { PATH: process.env['PATH'], NOROSHI_URL: stack.url, NOROSHI_JWT_SECRET: SECRET, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode ?? -1, out, err };
}
