import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { root } from '../root.js';

export interface RunOptions {
  /** Goes to the program's stdin. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that failed, with what it said. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

const LAST_LINES = 15;

/** What the program says on stdout. It runs in the repository. @throws Failed */
export async function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(program, args, { cwd: root, env: { ...process.env, ...options.env } });
  // A program that ends without reading what it is given says why by itself.
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [[code], out, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code === 0) return out.trim();
  const said = complaint.trim().split('\n').slice(-LAST_LINES).join('\n');
  throw new Failed(`${program} ${args.slice(0, 8).join(' ')} …: ${said}`);
}
