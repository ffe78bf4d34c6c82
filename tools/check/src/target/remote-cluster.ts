import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Target } from './target.js';
import type { TokenOf } from './tokens.js';

export interface RemoteClusterOptions {
  readonly url: string;
  readonly tokenOf: TokenOf;
  /** What `command` can kill. */
  readonly names: readonly string[];
  /** A shell command that kills what `$TARGET` names. */
  readonly command: string | undefined;
}

/** A cluster that somebody else runs: only what its owner gave a command for is killed, and that comes back by itself. */
export const remoteCluster = ({ url, tokenOf, names, command }: RemoteClusterOptions): Target => ({
  url,
  tokenOf,
  targets: command === undefined ? {} : Object.fromEntries(names.map((name) => [name, [name]])),
  resolve: (target) => Promise.resolve(target),
  kill: (target) => run(command ?? 'false', target),
  signal: () => Promise.resolve(false),
  missing: () => Promise.resolve(undefined),
  stop: () => Promise.resolve(),
  discard: () => undefined,
});

async function run(command: string, target: string): Promise<boolean> {
  const child = spawn('sh', ['-c', command], { env: { ...process.env, TARGET: target }, stdio: ['ignore', 2, 2] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
