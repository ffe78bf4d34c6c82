import { once } from 'node:events';
import { forkChild } from './children.js';
import type { ClientReport, Job, Outcome } from './client/job.js';

export interface Marks {
  /** The warm-up is over. */
  readonly measuring: () => void;
  readonly measured: () => void;
}

/** Runs one job in a client process of its own. Rejects when the client or a socket of it failed. */
export const runClient = async (job: Job, marks: Marks): Promise<Outcome> => {
  const child = forkChild(new URL('./client/main.js', import.meta.url));
  const exit = once(child, 'exit');
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('message', (report: ClientReport) => {
      if (report.kind === 'finished') resolve(report.outcome);
      else if (report.kind === 'failed') reject(new Error(report.reason));
      else marks[report.kind]();
    });
    child.once('exit', () => reject(new Error('the load client ended before it had a result')));
  });
  child.send(job);
  try {
    return await outcome;
  } finally {
    await exit;
  }
};
