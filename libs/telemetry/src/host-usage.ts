import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, hostname, totalmem } from 'node:os';

/** How busy the machine, or the container, is on which this process runs. */
export interface HostUsage {
  readonly name: string;
  readonly processors: number;
  /** The share of the processors' time in which they worked since it was asked before: 0..1. */
  readonly load: number;
  /** Bytes: of the machine, or as many as a container may take. */
  readonly memory: number;
  readonly memoryUsed: number;
}

/** Since the machine began, in any unit. */
interface Times {
  readonly total: number;
  readonly idle: number;
}

/** Measures from one question to the next. */
export class HostMeter {
  #before: Times | undefined;

  async usage(): Promise<HostUsage> {
    const times = await timesOfProcessors();
    const load = this.#before ? loadBetween(this.#before, times) : 0;
    this.#before = times;
    return { name: hostname(), processors: availableParallelism(), load, ...memoryNow() };
  }
}

export function loadBetween(before: Times, after: Times): number {
  const total = after.total - before.total;
  return total > 0 ? within(1 - (after.idle - before.idle) / total) : 0;
}

/** `os.cpus` also asks each processor for its speed, which takes milliseconds on large machines, and nobody wants it. */
async function timesOfProcessors(): Promise<Times> {
  const stat = await readFile('/proc/stat', 'utf8').catch(() => undefined);
  return (stat === undefined ? undefined : parseStat(stat)) ?? timesOf(cpus().map(({ times }) => times));
}

/** The first line: user, nice, system, idle, iowait, irq, softirq, steal; what follows is contained in these. */
export function parseStat(stat: string): Times | undefined {
  const numbers = /^cpu +(\d[\d ]*)/.exec(stat)?.[1]?.split(' ').slice(0, 8).map(Number);
  if (!numbers) return undefined;
  const [, , , idle = 0, waiting = 0] = numbers;
  return { total: numbers.reduce((sum, each) => sum + each, 0), idle: idle + waiting };
}

const timesOf = (processors: readonly { readonly idle: number }[]): Times => ({
  total: processors.flatMap((times) => Object.values<number>({ ...times })).reduce((sum, each) => sum + each, 0),
  idle: processors.reduce((sum, { idle }) => sum + idle, 0),
});

function memoryNow(): Pick<HostUsage, 'memory' | 'memoryUsed'> {
  const limit = process.constrainedMemory();
  const memory = limit > 0 && limit < totalmem() ? limit : totalmem();
  return { memory, memoryUsed: within((memory - process.availableMemory()) / memory) * memory };
}

const within = (share: number): number => Math.min(1, Math.max(0, share));
