import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../root.js';

export interface Load {
  readonly url: string;
  readonly minutes: number;
  readonly seed: string;
  /** Undefined: nothing is killed; connections are cut all the same. */
  readonly kill?: Killing;
  /** The HS256 key of the cluster's tokens; without it its development endpoint is asked. */
  readonly tokenSecret?: string;
}

export interface Killing {
  readonly targets: readonly string[];
  /** A shell command that kills what `$TARGET` names, and starts it again. */
  readonly command: string;
}

/** A container is started within seconds, its service within some more; a Kafka or a log may have to be read again. */
const MAX_RECOVERY_MS = 60_000;

/** `npm run check` against the door, while things are done to what is behind it. True when it found nothing wrong. */
export async function survives({ url, minutes, seed, kill, tokenSecret }: Load): Promise<boolean> {
  const options = ['--url', url, '--minutes', String(minutes), '--seed', seed];
  const killing = kill ? ['--kill', kill.targets.join(','), '--kill-command', kill.command] : [];
  const key = tokenSecret === undefined ? [] : ['--token-secret', tokenSecret];
  const all = [...options, ...killing, ...key, '--max-recovery', String(MAX_RECOVERY_MS), '--verbose'];
  const child = spawn(process.execPath, [join(root, 'tools/check/check.mjs'), ...all], { stdio: ['ignore', 1, 2] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
