import type { Event, Lane, Position } from './event.js';
import type { Projection } from './projection.js';

/** A projection that can be built anew while it answers, and that can take in an event late. */
export interface ReadModel<E extends Event> extends Projection<E> {
  /**
   * Of one that outlives the process, and so is asked while it catches up: makes it ready, and tells how far it has come.
   * Others begin at the log's beginning, and are whole before they are asked.
   *
   * @throws Outage: called again
   */
  begin?(): Promise<Position>;
  /** An empty one beside this, to be filled from the log's beginning. @throws Outage: called again */
  beside(): Rebuilding<E> | Promise<Rebuilding<E>>;
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
  /** Of one that outlives the process: makes it what answers from the next start on. @throws Outage: called again */
  commit?(): Promise<void>;
  /** Makes what was filled the content of the read model, in one instant; later events are applied to that. */
  swapIn(): void;
}
