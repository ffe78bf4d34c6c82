import { Crowd } from './crowd.js';
import { runCeiling, runFanout } from './fanout-load.js';
import type { ClientReport, Job, Latencies, Outcome, Throughput } from './job.js';
import { runLatency } from './latency-load.js';
import type { Phases } from './measure-throughput.js';
import { wireTo } from './wire.js';

const report = (message: ClientReport): void => {
  process.send?.(message);
};

const run = async (job: Job): Promise<Outcome<Throughput | Latencies>> => {
  const wire = wireTo(job.target, job.frameBytes);
  const crowd = new Crowd({
    target: job.target,
    wire,
    size: job.members,
    ledger: {
      senders: job.kind === 'fanout' ? job.senders : 1,
      ...(job.kind === 'ceiling' ? { wrap: job.wrap } : {}),
    },
  });
  const phases: Phases = {
    warmUpSeconds: job.warmUpSeconds,
    seconds: job.seconds,
    measuring: () => report({ kind: 'measuring' }),
    measured: () => report({ kind: 'measured' }),
  };
  await crowd.join();
  try {
    return await load(job, { crowd, wire }, phases);
  } finally {
    crowd.leave();
  }
};

const load = (job: Job, room: { crowd: Crowd; wire: ReturnType<typeof wireTo> }, phases: Phases) => {
  switch (job.kind) {
    case 'fanout':
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
