import type { CheckpointStore } from './checkpoint-store.js';
import type { Event, RecordedEvent } from './event.js';
import type { EventSubscription } from './event-subscription.js';

/** Folds events into a read model. Applying an event twice changes nothing, so a replay is always safe. */
export interface Projection<E extends Event> {
  readonly name: string;
  apply(recorded: RecordedEvent<E>): void | Promise<void>;
}

export interface ProjectionRun<E extends Event> {
  readonly subscription: EventSubscription<E>;
  readonly projection: Projection<E>;
  readonly checkpoints: CheckpointStore;
  /** An event that can't be applied must not stop the others; it is told here, once, and passed over. */
  readonly onPoison: (recorded: RecordedEvent<E>, cause: unknown) => void | Promise<void>;
}

/** Write, then checkpoint: a crash in between applies the event again. Ends when the subscription is closed. */
export async function runProjection<E extends Event>(run: ProjectionRun<E>): Promise<void> {
  for await (const recorded of run.subscription) {
    try {
      await run.projection.apply(recorded);
    } catch (cause) {
      await run.onPoison(recorded, cause);
    }
    await run.checkpoints.save(run.projection.name, recorded.position);
  }
}

/**
 * Runs a projection in the background until it is stopped. Settles when everything that was stored so far is applied.
 *
 * If it fails later, the rejection is left unhandled on purpose: a read model that stands still would look whole, so the
 * process must end and start over.
 */
export async function startProjection<E extends Event>(run: ProjectionRun<E>): Promise<{ stop(): Promise<void> }> {
  const projecting = runProjection(run);
  await Promise.race([run.subscription.caughtUp, projecting]);
  void projecting.then(() => undefined);
  return {
    stop: async () => {
      await run.subscription.close();
      await projecting;
    },
  };
}
