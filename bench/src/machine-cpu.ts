import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { cpuByNameOf, total, type CpuByName } from './process-cpu.js';

const TICKS_PER_SECOND = 100;

/**
 * CPU seconds spent by all processes of the machine and by its neighbours on the host (steal), of the first line of
 * /proc/stat. Interrupts are left out: the kernel's work for loopback is ours, yet belongs to no process.
 */
export const parseBusySeconds = (stat: string): number => {
  const [, user, nice, system, , , , , steal] = stat.split(/\s+/, 9).map(Number);
  return ((user ?? 0) + (nice ?? 0) + (system ?? 0) + (steal ?? 0)) / TICKS_PER_SECOND;
};

export interface CpuSample {
  readonly at: number;
  readonly server: CpuByName;
  readonly bench: number;
  readonly machine: number;
}

export interface CpuUse {
  /** Of all the peer's processes. */
  readonly serverCpuSeconds: number;
  readonly byProcess: CpuByName;
  /** Share of all cores that was used by nobody of this bench: what disturbed the measurement. */
  readonly othersCpu: number;
}

/** Undefined where there is no /proc. */
export const sampleCpu = (serverPid: number): CpuSample | undefined => {
  const server = cpuByNameOf(serverPid);
  const bench = cpuByNameOf(process.pid);
  if (server === undefined || bench === undefined) return undefined;
  const machine = parseBusySeconds(readFileSync('/proc/stat', 'latin1'));
  return { at: performance.now(), server, bench: total(bench), machine };
};

export const cpuBetween = (before: CpuSample, after: CpuSample, cores = cpus().length): CpuUse => {
  const byProcess = Object.fromEntries(
    Object.entries(after.server).map(([name, seconds]) => [name, seconds - (before.server[name] ?? 0)]),
  );
  const others = after.machine - before.machine - (after.bench - before.bench);
  return {
    serverCpuSeconds: total(byProcess),
    byProcess,
    othersCpu: Math.max(0, others) / (((after.at - before.at) / 1000) * cores),
  };
};
