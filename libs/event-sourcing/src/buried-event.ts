import type { DeadLetter, DeadLetters } from './dead-letters.js';
import type { Event, RecordedEvent } from './event.js';
import type { EventStore } from './event-store.js';

export type ReplayOutcome =
  | { readonly kind: 'replayed' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** No such letter, or of another consumer. */
  | { readonly kind: 'unknown' };

export const failedReplay = (reason: string): ReplayOutcome => ({ kind: 'failed', reason });

/** @param reason what `PatientHandling.retry` says */
export const replayOutcome = (reason: string | undefined): ReplayOutcome =>
  reason === undefined ? { kind: 'replayed' } : failedReplay(reason);

export interface Burials<E extends Event> {
  readonly consumer: string;
  readonly store: Pick<EventStore<E>, 'epoch' | 'readAt'>;
  readonly deadLetters: Pick<DeadLetters, 'find'>;
}

export interface Exhumed<E extends Event> {
  readonly kind: 'found';
  readonly letter: DeadLetter;
  readonly recorded: RecordedEvent<E>;
}

/** What a consumer gave up on, to be tried once more; or why it can not be. @throws Outage */
export async function exhume<E extends Event>(
  id: string,
  { consumer, store, deadLetters }: Burials<E>,
): Promise<Exhumed<E> | ReplayOutcome> {
  const letter = await deadLetters.find(id);
  if (letter?.consumer !== consumer) return { kind: 'unknown' };
  if (letter.epoch !== store.epoch) return failedReplay('the event is of another log, that was recreated since');
  const recorded = await store.readAt(letter.position);
  if (!recorded) return failedReplay('the log does not keep the event any more');
  return { kind: 'found', letter, recorded };
}
