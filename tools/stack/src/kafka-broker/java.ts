import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Place } from '../nats-server/installer.js';
import { onPath } from '../nats-server/programs.js';
import { runCommand } from '../nats-server/run-command.js';

/** Brokers of Kafka 4 run on nothing older. */
const OLDEST = 17;

/** The Java of JAVA_HOME, else of PATH. */
export async function findJava(env: Place['env']): Promise<{ readonly path: string } | { readonly problem: string }> {
  const own = join(env['JAVA_HOME'] ?? '', 'bin', 'java');
  const path = env['JAVA_HOME'] && existsSync(own) ? own : onPath('java', env);
  if (path === undefined) return { problem: 'there is no java on PATH or in JAVA_HOME' };
  const version = await versionOf(path);
  return version >= OLDEST ? { path } : { problem: `${path} is Java ${version}, too old` };
}

/** 0 when it does not run. */
async function versionOf(java: string): Promise<number> {
  try {
    return Number(/^\S+ (\d+)/.exec(await runCommand(java, ['--version'], { timeoutMs: 30_000 }))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
