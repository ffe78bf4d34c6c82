import type { Event, Position, RecordedEvent } from '@noroshi/event-sourcing';

/**
 * The end of a room's log in memory: every event after `floor`, in order, without a hole. Bounded: when it is full, the
 * oldest events go and the floor rises.
 */
export class RoomTail<E extends Event> {
  readonly #capacity: number;
  #floor: Position;
  #events: RecordedEvent<E>[] = [];

  /** @param floor everything up to here is not kept */
  constructor({ capacity, floor }: { readonly capacity: number; readonly floor: Position }) {
    this.#capacity = capacity;
    this.#floor = floor;
  }

  get floor(): Position {
    return this.#floor;
  }

  /** One more event of the room, usually the next; what is known already changes nothing. */
  push(recorded: RecordedEvent<E>): void {
    const { position } = recorded;
    if (position <= this.#floor || this.at(position)) return;
    this.#events.splice(this.#indexAfter(position), 0, recorded);
    // A quarter more than asked for is kept, so that cutting is rare.
    if (this.#events.length > this.#capacity * 1.25) this.#cut();
  }

  /** Everything after `position`; undefined when some of it is not kept. */
  since(position: Position): readonly RecordedEvent<E>[] | undefined {
    return position < this.#floor ? undefined : this.#events.slice(this.#indexAfter(position));
  }

  at(position: Position): RecordedEvent<E> | undefined {
    const found = this.#events[this.#indexAfter(position - 1)];
    return found?.position === position ? found : undefined;
  }

  /** Puts what was read from the log before the kept events: all that happened after `floor`, up to the old floor or further. */
  extend(floor: Position, earlier: readonly RecordedEvent<E>[]): void {
    if (floor >= this.#floor) return;
    this.#events = [...earlier.filter(({ position }) => position <= this.#floor), ...this.#events];
    this.#floor = floor;
    if (this.#events.length > this.#capacity) this.#cut();
  }

  #cut(): void {
    const dropped = this.#events.length - this.#capacity;
    this.#floor = this.#events[dropped - 1]?.position ?? this.#floor;
    this.#events = this.#events.slice(dropped);
  }

  #indexAfter(position: Position): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.position ?? Infinity) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
