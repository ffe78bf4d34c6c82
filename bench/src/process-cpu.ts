import { readdirSync, readFileSync } from 'node:fs';

// USER_HZ: fixed at 100 in the kernel's interface to user space, whatever the timer frequency.
const TICKS_PER_SECOND = 100;

interface Stat {
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

/** CPU seconds used so far by the process and its living descendants; undefined where there is no /proc. */
export const cpuSecondsOf = (root: number): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  const stats = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const tree = treeOf(root, stats.flatMap(readStat));
  return tree.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
};
