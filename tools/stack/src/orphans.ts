import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { serverNames } from './backing-server.js';
import { commandOf, isAlive } from './processes.js';

const GRACE_MS = 10_000;
const POLL_MS = 50;

/**
 * Ends what an earlier, killed stack left running in a run folder: services first, servers last, because their
 * drain needs those. Call it under the folder's lock. A process counts as left only if its command line names one of
 * `marks` (the programs and folders of this stack): its id may belong to somebody else by now.
 */
export const endOrphans = async (runDir: string, marks: readonly string[]): Promise<string[]> => {
  if (!existsSync(runDir)) return [];
  const files = readdirSync(runDir).filter((file) => file.endsWith('.pid'));
  files.sort((a, b) => Number(isServer(a)) - Number(isServer(b)));
  const ended: string[] = [];
  for (const file of files) {
    const pid = Number(readFileSync(join(runDir, file), 'utf8'));
    const command = pid > 1 ? commandOf(pid) : '';
    if (marks.some((mark) => command.includes(mark))) {
      await end(pid);
      ended.push(file.replace(/\.pid$/, ''));
    }
    rmSync(join(runDir, file));
  }
  return ended;
};

const isServer = (file: string): boolean => serverNames.some((name) => file === `${name}.pid`);

const end = async (pid: number): Promise<void> => {
  signal(pid, 'SIGTERM');
  const deadline = performance.now() + GRACE_MS;
  while (isAlive(pid) && performance.now() < deadline) await delay(POLL_MS);
  signal(pid, 'SIGKILL');
  while (isAlive(pid)) await delay(POLL_MS);
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
