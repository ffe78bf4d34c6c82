import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

// USER_HZ: fixed at 100 in the kernel's interface to user space, whatever the timer frequency.
const TICKS_PER_SECOND = 100;

export interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** The line of /proc/PID/stat: the name is in brackets and may itself hold brackets and spaces. */
export const parseStat = (line: string): Stat => {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return {
    pid: Number.parseInt(line, 10),
    parent: Number(fields[1]),
    ticks: Number(fields[11]) + Number(fields[12]),
  };
};

const readStat = (pid: string): Stat[] => {
  try {
    return [parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'))];
  } catch {
    // Ended between the listing and the reading.
    return [];
  }
};

export const treeOf = (root: number, stats: readonly Stat[]): Stat[] => {
  const tree = stats.filter(({ pid }) => pid === root);
  // Grows while it is walked: children of children are appended behind.
  for (const { pid } of tree) tree.push(...stats.filter(({ parent }) => parent === pid));
  return tree;
};

/** `/usr/bin/node --flag /x/apps/rooms/dist/main.js` is `rooms`, `/x/nats-server --port 1` is `nats-server`. */
export const nameOf = (commandLine: readonly string[]): string => {
  const [program = '', ...args] = commandLine;
  if (basename(program) !== 'node') return basename(program);
  const script = args.find((arg) => !arg.startsWith('-')) ?? program;
  return basename(dirname(script).replace(/\/dist$/, ''));
};

export const readName = (pid: number): string => {
  try {
    return nameOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'));
  } catch {
    return 'ended';
  }
};

/** CPU seconds by the name of a process. */
export type CpuByName = Readonly<Record<string, number>>;

export const treeNow = (root: number): Stat[] => {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return treeOf(root, pids.flatMap(readStat));
};

/** Of the first process of that name among the process and its living descendants. */
export const pidOf = (name: string, root: number): number | undefined =>
  treeNow(root).find(({ pid }) => readName(pid) === name)?.pid;

/** Used so far by the process and its living descendants, those of one name together; undefined where there is no /proc. */
export const cpuByNameOf = (root: number): CpuByName | undefined => {
  if (process.platform !== 'linux') return undefined;
  const used: Record<string, number> = {};
  for (const { pid, ticks } of treeNow(root)) {
    const name = readName(pid);
    used[name] = (used[name] ?? 0) + ticks / TICKS_PER_SECOND;
  }
  return used;
};

export const total = (used: CpuByName): number => Object.values(used).reduce((sum, seconds) => sum + seconds, 0);
