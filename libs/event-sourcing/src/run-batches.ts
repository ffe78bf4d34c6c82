import { Arrivals } from './arrivals.js';
import type { CheckpointStore } from './checkpoint-store.js';
import type { Event, RecordedEvent } from './event.js';
import type { EventSubscription } from './event-subscription.js';
import type { PatientHandling } from './patient-handling.js';

/** Acts on many events at once. At least once, in order: the effect must be repeatable, also with other bounds of the batches. */
export interface BatchReactor<E extends Event> {
  readonly name: string;
  /** @throws Outage: waits and tries again; anything else: the events are handled one by one, and the one that fails is buried. */
  handle(batch: readonly RecordedEvent<E>[]): Promise<void>;
}

export interface BatchRun<E extends Event> {
  /** Its `caughtUp` tells that everything was read; it may still be in hand. */
  readonly subscription: EventSubscription<E>;
  readonly reactor: BatchReactor<E>;
  readonly checkpoints: Pick<CheckpointStore, 'save'>;
  readonly handling: PatientHandling;
  /** Events in a batch; 500 by default. A batch is what has arrived already: nobody waits for it to fill. */
  readonly most?: number;
}

const DEFAULT_MOST = 500;

/**
 * Handle, then checkpoint, batch by batch: a crash in between brings the batch again. What is no event, and what was buried
 * before, is handled by itself. The next batch gathers while one is in hand.
 *
 * Ends when the subscription is closed, after what was read by then, or at once when the handling is stopped.
 */
export async function runBatches<E extends Event>(run: BatchRun<E>): Promise<void> {
  const { subscription, reactor, checkpoints, handling, most = DEFAULT_MOST } = run;
  const arrivals = new Arrivals(subscription, most);
  try {
    for (let batch = await arrivals.next(); batch; batch = await arrivals.next()) {
      if ((await handling.handleAll(batch, (part) => reactor.handle(part))) === 'stopped') return;
      const position = batch.at(-1)?.position ?? 0;
      if (!(await handling.whenReachable(() => checkpoints.save(reactor.name, position)))) return;
    }
  } finally {
    await arrivals.end();
  }
}
