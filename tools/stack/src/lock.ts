import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { commandOf, isAlive } from './processes.js';
import { StartFailed } from './start-failed.js';

interface Holder {
  readonly pid: number;
  readonly command: string;
}

/**
 * Makes this process the only one that runs a stack on the folder, until the returned function is called. The lock of
 * a process that died is taken over.
 * @throws StartFailed while another one holds it.
 */
export const lockDataDir = (dataDir: string): (() => void) => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'lock');
  const mine = JSON.stringify({ pid: process.pid, command: commandOf(process.pid) } satisfies Holder);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    while (!linked(draft, file)) removeIfStale(file, dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readIfThere(file) === mine) rmSync(file, { force: true });
  };
};

/** A link is made whole or not at all, so nobody ever reads a lock that is half written. */
const linked = (draft: string, file: string): boolean => {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const removeIfStale = (file: string, dataDir: string): void => {
  const found = readIfThere(file);
  if (found === undefined) return;
  const holder = parse(found);
  if (holder && runs(holder)) {
    throw new StartFailed(
      `Another Noroshi (process ${holder.pid}) runs on ${dataDir}: stop it, or set NOROSHI_DATA_DIR to another folder.`,
    );
  }
  const aside = `${file}.stale.${process.pid}`;
  renameSync(file, aside);
  // Another start may have replaced the stale lock since it was read: then what was moved aside is that one's lock.
  if (readIfThere(aside) !== found) renameSync(aside, file);
  else rmSync(aside);
};

const runs = ({ pid, command }: Holder): boolean => pid !== process.pid && isAlive(pid) && commandOf(pid) === command;

const parse = (text: string): Holder | undefined => {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
