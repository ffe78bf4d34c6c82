import { Crowd } from './crowd.js';
import { runCeiling, runFanout } from './fanout-load.js';
import { runIdle } from './idle-load.js';
import type { ClientReport, Job, Outcome, StormJob } from './job.js';
import { runLatency } from './latency-load.js';
import type { Phases } from './measure-throughput.js';
import { runStorm } from './storm-load.js';
import { wireTo } from './wire.js';

const report = (message: ClientReport): void => {
  process.send?.(message);
};

const run = (job: Job): Promise<Outcome> => {
  const phases: Phases = {
    warmUpSeconds: job.warmUpSeconds,
    seconds: job.seconds,
    measuring: () => report({ kind: 'measuring' }),
    measured: () => report({ kind: 'measured' }),
  };
  return job.kind === 'storm' ? runStorm(job, phases) : runWithCrowd(job, phases);
};

type CrowdJob = Exclude<Job, StormJob>;

const runWithCrowd = async (job: CrowdJob, phases: Phases): Promise<Outcome> => {
  const wire = wireTo(job.target, job.frameBytes, job.kind === 'idle' ? job.rooms : 1);
  const crowd = new Crowd({
    target: job.target,
    wire,
    size: job.members,
    ledger: {
      senders: job.kind === 'fanout' ? job.senders : 1,
      ...(job.kind === 'ceiling' ? { wrap: job.wrap } : {}),
    },
  });
  try {
    return await load(job, { crowd, wire }, phases);
  } finally {
    crowd.leave();
  }
};

const load = async (job: CrowdJob, room: { crowd: Crowd; wire: ReturnType<typeof wireTo> }, phases: Phases) => {
  if (job.kind === 'idle') return runIdle(job, room, phases);
  await room.crowd.join();
  switch (job.kind) {
    case 'fanout':
      room.crowd.stall(job.stalled ?? 0);
      return runFanout(job, room, phases);
    case 'ceiling':
      return runCeiling(job, room, phases);
    case 'latency':
      return runLatency(job, room, phases);
  }
};

process.once('message', (job: Job) => {
  run(job)
    .then((outcome) => report({ kind: 'finished', outcome }))
    .catch((error: unknown) =>
      report({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.disconnect());
});
process.once('disconnect', () => process.exit());
