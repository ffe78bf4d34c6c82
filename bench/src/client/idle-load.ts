import type { Crowd } from './crowd.js';
import type { IdleJob, Idleness, Outcome } from './job.js';
import type { Phases } from './measure-throughput.js';

const LOOK_MS = 5000;

/** Everybody joins and says nothing; before each look the peer has the same time to come to rest. */
export const runIdle = async (
  job: IdleJob,
  { crowd }: { readonly crowd: Crowd },
  phases: Phases,
): Promise<Outcome<Idleness>> => {
  await crowd.join(job.first);
  await crowd.pause(phases.seconds * 1000);
  phases.measuring();
  // While it is looked at nobody comes or goes.
  await crowd.pause(LOOK_MS);
  await crowd.join();
  await crowd.pause(phases.seconds * 1000);
  phases.measured();
  await crowd.pause(LOOK_MS);
  return { figures: { connections: job.members - job.first }, frameBytes: 0 };
};
