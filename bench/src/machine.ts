import { arch, cpus, loadavg, platform } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly platform: string;
  readonly node: string;
  /** One-minute load average before the run: anything but near 0 means others were measured too. */
  readonly loadBefore: number;
}

export const thisMachine = (): Machine => ({
  cores: cpus().length,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  platform: `${platform()} ${arch()}`,
  node: process.version,
  loadBefore: loadavg()[0] ?? 0,
});

export const machineLine = ({ cores, cpu, platform: system, node, loadBefore }: Machine): string =>
  `${cores} cores (${cpu}), ${system}, Node ${node}, loopback, load before ${loadBefore.toFixed(2)}`;
