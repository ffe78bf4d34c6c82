import { readFileSync } from 'node:fs';
import { readName, treeNow } from './process-cpu.js';

/** Resident bytes by the name of a process. */
export type MemoryByName = Readonly<Record<string, number>>;

/** Of the text of /proc/PID/status; 0 when there is none, as of a process that has just ended. */
export const parseResident = (status: string): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;

const residentOf = (pid: number): number => {
  try {
    return parseResident(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return 0;
  }
};

/** Of the process and its living descendants, those of one name together; undefined where there is no /proc. */
export const memoryByNameOf = (root: number): MemoryByName | undefined => {
  if (process.platform !== 'linux') return undefined;
  const used: Record<string, number> = {};
  for (const { pid } of treeNow(root)) {
    const name = readName(pid);
    used[name] = (used[name] ?? 0) + residentOf(pid);
  }
  return used;
};

export const grown = (before: MemoryByName, after: MemoryByName): MemoryByName =>
  Object.fromEntries(Object.entries(after).map(([name, bytes]) => [name, bytes - (before[name] ?? 0)]));
