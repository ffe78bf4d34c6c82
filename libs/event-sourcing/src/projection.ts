import type { CheckpointStore } from './checkpoint-store.js';
import type { Event, Position, RecordedEvent } from './event.js';
import type { EventSubscription } from './event-subscription.js';
import type { PatientHandling } from './patient-handling.js';

/** Folds events into a read model. Applying an event twice changes nothing, so a replay is always safe. */
export interface Projection<E extends Event> {
  readonly name: string;
  /** @throws Outage to be called again, however often; anything else a few times, before the event is buried */
  apply(recorded: RecordedEvent<E>): void | Promise<void>;
  /** The same with many, in order, for one that takes them in faster at once. It is not told of what is buried. */
  applyAll?(batch: readonly RecordedEvent<E>[]): Promise<void>;
  /** Told how far it has come, after what it has taken in: for one that keeps that. */
  reached?(position: Position): void | Promise<void>;
  /** Told instead of an event that was buried: for read models that are decided upon, and must know where a lane ends. */
  passOver?(recorded: RecordedEvent<E>): void;
}

export interface ProjectionRun<E extends Event> {
  readonly subscription: EventSubscription<E>;
  readonly projection: Projection<E>;
  readonly checkpoints: Pick<CheckpointStore, 'save'>;
  readonly handling: PatientHandling;
}

/**
 * Write, then checkpoint: a crash in between applies the event again. A buried event is kept in the dead letters before the
 * checkpoint passes it. Ends when the subscription is closed or the handling is stopped.
 */
export async function runProjection<E extends Event>(run: ProjectionRun<E>): Promise<void> {
  const { subscription, projection, checkpoints, handling } = run;
  for await (const recorded of subscription) {
    const handled = await handling.handle(recorded, (event) => projection.apply(event));
    if (handled === 'stopped') return;
    if (handled === 'buried') projection.passOver?.(recorded);
    if (!(await handling.whenReachable(() => checkpoints.save(projection.name, recorded.position)))) return;
  }
}

/**
 * Runs a projection in the background until it is stopped. Settles when everything that was stored so far is dealt with.
 *
 * If it fails later, the rejection is left unhandled on purpose: a read model that stands still would look whole, so the
 * process must end and start over.
 */
export async function startProjection<E extends Event>(run: ProjectionRun<E>): Promise<{ stop(): Promise<void> }> {
  const projecting = runProjection(run);
  void projecting.then(() => undefined);
  await Promise.race([run.subscription.caughtUp, projecting]);
  return {
    stop: async () => {
      run.handling.stop();
      await run.subscription.close();
      await projecting;
    },
  };
}
