import type { Pace } from '@noroshi/hub';

/** The pace of the socket library's event loop, which is Node's. */
export const pace: Pace = {
  now: () => performance.now(),
  // The library writes what was published at the end of the event loop's turn, before the next turn's immediates.
  afterWriting: (task) => setImmediate(() => setImmediate(task)),
  later: (task, ms) => setTimeout(task, ms),
};
