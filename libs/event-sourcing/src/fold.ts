import type { Decider } from './decider.js';
import type { Event, Position, RecordedEvent } from './event.js';

/** A state and how far each of the entity's lanes is folded into it. */
export interface Folded<S> {
  readonly state: S;
  /** Lane name to the last position folded; a lane without events is absent. */
  readonly positions: Readonly<Record<string, Position>>;
}

export const unfolded = <S, E extends Event>(
  decider: Pick<Decider<S, never, E, unknown>, 'initialState'>,
): Folded<S> => ({
  state: decider.initialState,
  positions: {},
});

export const positionOf = (folded: Folded<unknown>, lane: string): Position => folded.positions[lane] ?? 0;

/** Folds one more event in. What was folded before changes nothing. */
export function fold<S, E extends Event>(
  evolve: (state: S, recorded: RecordedEvent<E>) => S,
  folded: Folded<S>,
  recorded: RecordedEvent<E>,
): Folded<S> {
  const lane = recorded.lane.name;
  if (recorded.position <= positionOf(folded, lane)) return folded;
  return { state: evolve(folded.state, recorded), positions: { ...folded.positions, [lane]: recorded.position } };
}

/** What comes of an event that can't be folded: the state stays, and whoever appends behind it knows where the lane ends. */
export function passOver<S>(folded: Folded<S>, { lane, position }: RecordedEvent): Folded<S> {
  if (position <= positionOf(folded, lane.name)) return folded;
  return { ...folded, positions: { ...folded.positions, [lane.name]: position } };
}
