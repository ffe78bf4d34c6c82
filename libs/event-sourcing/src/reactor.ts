import type { CheckpointStore } from './checkpoint-store.js';
import type { Event, RecordedEvent } from './event.js';
import type { EventSubscription } from './event-subscription.js';
import type { PatientHandling } from './patient-handling.js';

/** Acts because of an event. At least once: the effect must be repeatable (an idempotency key made of the position). */
export interface Reactor<E extends Event> {
  readonly name: string;
  react(recorded: RecordedEvent<E>): Promise<void>;
}

export interface ReactorRun<E extends Event> {
  readonly subscription: EventSubscription<E>;
  readonly reactor: Reactor<E>;
  readonly checkpoints: Pick<CheckpointStore, 'save'>;
  readonly handling: PatientHandling;
}

/** React, then checkpoint: a crash in between reacts again. Ends as `runProjection` does. */
export async function runReactor<E extends Event>(run: ReactorRun<E>): Promise<void> {
  const { subscription, reactor, checkpoints, handling } = run;
  for await (const recorded of subscription) {
    if ((await handling.handle(recorded, (event) => reactor.react(event))) === 'stopped') return;
    if (!(await handling.whenReachable(() => checkpoints.save(reactor.name, recorded.position)))) return;
  }
}
