import type { CheckpointStore } from './checkpoint-store.js';
import type { Event, RecordedEvent } from './event.js';
import type { EventSubscription } from './event-subscription.js';

/** Acts because of an event. At least once: the effect must be repeatable (an idempotency key made of the position). */
export interface Reactor<E extends Event> {
  readonly name: string;
  react(recorded: RecordedEvent<E>): Promise<void>;
}

export interface ReactorRun<E extends Event> {
  readonly subscription: EventSubscription<E>;
  readonly reactor: Reactor<E>;
  readonly checkpoints: CheckpointStore;
  /** Tries per event before it is given up. */
  readonly maxTries: number;
  /** Waits before the given retry (1, 2, …). */
  readonly backOff: (retry: number) => Promise<void>;
  /** Told once about an event that was given up; the others go on. */
  readonly onGivenUp: (recorded: RecordedEvent<E>, cause: unknown) => Promise<void>;
}

/** React, then checkpoint: a crash in between reacts again. Ends when the subscription is closed. */
export async function runReactor<E extends Event>(run: ReactorRun<E>): Promise<void> {
  for await (const recorded of run.subscription) {
    await reactWithRetries(run, recorded);
    await run.checkpoints.save(run.reactor.name, recorded.position);
  }
}

async function reactWithRetries<E extends Event>(run: ReactorRun<E>, recorded: RecordedEvent<E>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run.reactor.react(recorded);
      return;
    } catch (cause) {
      if (attempt >= run.maxTries) {
        await run.onGivenUp(recorded, cause);
        return;
      }
      await run.backOff(attempt);
    }
  }
}
