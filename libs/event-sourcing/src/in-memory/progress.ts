import type { CheckpointStore } from '../checkpoint-store.js';
import type { Position } from '../event.js';

/** How many milliseconds a request may wait for a read model: as long as its caller waits for an answer. */
const PATIENCE_MS = 2_000;

interface Waiter {
  readonly position: Position;
  readonly settle: (reached: boolean) => void;
}

/**
 * How far a read model that lives in memory has come, so that requests can wait until it has seen what they know of.
 *
 * A checkpoint store whose checkpoint is lost with the process, as the read model is: both start over from the log.
 */
export class Progress implements CheckpointStore {
  private reached: Position = 0;
  private readonly waiters = new Set<Waiter>();

  get position(): Position {
    return this.reached;
  }

  load(): Promise<Position> {
    return Promise.resolve(this.reached);
  }

  save(_name: string, position: Position): Promise<void> {
    if (position > this.reached) this.reached = position;
    for (const waiter of this.waiters) if (waiter.position <= this.reached) waiter.settle(true);
    return Promise.resolve();
  }

  reset(): Promise<void> {
    this.reached = 0;
    return Promise.resolve();
  }

  /** Settles once the read model has come to this position; false when it has not in time (2 s unless given). */
  reaches(position: Position, timeoutMs = PATIENCE_MS): Promise<boolean> {
    if (position <= this.reached) return Promise.resolve(true);
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        settle: (reached) => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.settle(false), timeoutMs);
      this.waiters.add(waiter);
    });
  }
}
