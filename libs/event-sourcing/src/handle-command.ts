import type { Decider } from './decider.js';
import type { Event, Lane, Position } from './event.js';
import type { EventStore, Guard } from './event-store.js';
import { positionOf, type Folded } from './fold.js';

export interface CommandHandling<S, C, E extends Event, R> {
  readonly decider: Decider<S, C, E, R>;
  readonly store: Pick<EventStore<E>, 'append'>;
  /** The entity as far as known. After a conflict, at least up to the position that the guard found. */
  readonly load: (atLeast?: Guard) => Promise<Folded<S>> | Folded<S>;
  /** Where an event is stored, and which lane's news would make the decision stale. */
  readonly place: (event: E) => { readonly lane: Lane; readonly guardedBy: Lane };
  readonly idempotencyKey?: string;
  /** Conflicts before giving up. */
  readonly maxAttempts?: number;
}

export type CommandOutcome<E extends Event, R> =
  | { readonly kind: 'stored'; readonly event: E; readonly position: Position; readonly duplicate: boolean }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'rejected'; readonly rejection: R };

/** The entity changed under every attempt. Nothing was stored; the command may be sent again. */
export class CommandContention extends Error {
  override readonly name = 'CommandContention';
}

const DEFAULT_ATTEMPTS = 8;

/**
 * Decide, append under a guard, and when the guard has moved read the news and decide again.
 *
 * @throws CommandContention after `maxAttempts` conflicts
 * @throws EventLogUnavailable
 */
export async function handleCommand<S, C, E extends Event, R>(
  command: C,
  handling: CommandHandling<S, C, E, R>,
): Promise<CommandOutcome<E, R>> {
  const { decider, store, load, place, idempotencyKey, maxAttempts = DEFAULT_ATTEMPTS } = handling;
  let atLeast: Guard | undefined;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const folded = await load(atLeast);
    const decision = decider.decide(command, folded.state);
    if (decision.kind !== 'accepted') return decision;
    const { event } = decision;
    const { lane, guardedBy } = place(event);
    const guard = { lane: guardedBy, position: positionOf(folded, guardedBy.name) };
    const result = await store.append(lane, event, {
      guard,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    if (result.stored) return { kind: 'stored', event, position: result.position, duplicate: result.duplicate };
    atLeast = { lane: guardedBy, position: result.actual };
  }
  throw new CommandContention(`gave up after ${maxAttempts} conflicts`);
}
