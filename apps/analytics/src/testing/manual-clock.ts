import type { Clock } from '../metrics/clock.js';

export interface ManualClock extends Clock {
  /** Lets a second pass: what is due in it runs. */
  tick(): void;
  /** What is due in this second runs once more. */
  again(): void;
}

/** @param start milliseconds since 1970, a whole second */
export function manualClock(start: number): ManualClock {
  let now = start;
  const due = new Set<() => void>();
  const again = () => {
    for (const run of [...due]) run();
  };
  return {
    now: () => now,
    everySecond: (run) => {
      due.add(run);
      return () => due.delete(run);
    },
    tick: () => {
      now += 1000;
      again();
    },
    again,
  };
}
