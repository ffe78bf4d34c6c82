import type { Crowd } from './crowd.js';
import type { Throughput } from './job.js';

export interface Phases {
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly measuring: () => void;
  readonly measured: () => void;
}

/** Counts deliveries between the end of the warm-up and the end of the time; the load is running already. */
export const measureThroughput = async (crowd: Crowd, phases: Phases): Promise<Throughput> => {
  await crowd.pause(phases.warmUpSeconds * 1000);
  phases.measuring();
  const cpuBefore = process.cpuUsage();
  const deliveredBefore = crowd.delivered;
  const begun = performance.now();
  await crowd.pause(phases.seconds * 1000);
  const elapsed = performance.now() - begun;
  const deliveries = crowd.delivered - deliveredBefore;
  const cpu = process.cpuUsage(cpuBefore);
  phases.measured();
  return {
    deliveries,
    deliveriesPerSecond: (deliveries * 1000) / elapsed,
    messages: Math.round(deliveries / crowd.members.length),
    clientCpu: (cpu.user + cpu.system) / (elapsed * 1000),
  };
};
