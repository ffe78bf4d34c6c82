import type { Event, RecordedEvent } from './event.js';

/**
 * The whole of a domain rule: a command and what has happened so far in, at most one event out.
 *
 * One command makes at most one event, so that an append is atomic on any log and an entity is never seen between two
 * facts. `decide` and `evolve` are pure and total: time, ids and the acting user arrive in the command; an event that
 * lost a race folds to the state unchanged.
 */
export interface Decider<S, C, E extends Event, R> {
  readonly initialState: S;
  readonly decide: (command: C, state: S) => Decision<E, R>;
  readonly evolve: (state: S, recorded: RecordedEvent<E>) => S;
}

/** A refusal is a value: rejections are part of the protocol. Exceptions mean a bug or an outage. */
export type Decision<E extends Event, R> =
  | { readonly kind: 'accepted'; readonly event: E }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'rejected'; readonly rejection: R };

export const accept = <E extends Event>(event: E): Decision<E, never> => ({ kind: 'accepted', event });
export const unchanged: Decision<never, never> = { kind: 'unchanged' };
export const reject = <R>(rejection: R): Decision<never, R> => ({ kind: 'rejected', rejection });
