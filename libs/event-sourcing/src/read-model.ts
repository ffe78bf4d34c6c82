import type { Event, Lane, Position } from './event.js';
import type { Projection } from './projection.js';

/** A projection that can be built anew while it answers, and that can take in an event late. */
export interface ReadModel<E extends Event> extends Projection<E> {
  /** An empty one beside this, to be filled from the log's beginning. */
  beside(): Rebuilding<E>;
  /**
   * Folds one entity anew from the log, in order, so that an event that was passed over counts in its place.
   *
   * @param isBuried these stay passed over
   * @throws Outage, and whatever applying throws: then nothing has changed
   */
  refold(entity: Lane['entity'], isBuried: (position: Position) => boolean): Promise<void>;
}

export interface Rebuilding<E extends Event> {
  readonly filling: Projection<E>;
  /** Makes what was filled the content of the read model, in one instant; later events are applied to that. */
  swapIn(): void;
}
