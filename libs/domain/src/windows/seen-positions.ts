import type { Position } from '@noroshi/event-sourcing';

/** Which events came before: the rooms' events come in the order of each room, and some of them come again. */
export class SeenPositions {
  readonly #rooms = new Map<string, Position>();
  #epoch: string | undefined;
  #last: Position = 0;

  /** Is it later in the log than all that came before. Positions of a log that was made anew have nothing to do with it. */
  pass(epoch: string, position: Position): boolean {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#rooms.clear();
      this.#last = 0;
    }
    const isNewest = position > this.#last;
    if (isNewest) this.#last = position;
    return isNewest;
  }

  /** As far as it is remembered. */
  has(roomId: string, position: Position): boolean {
    return position <= (this.#rooms.get(roomId) ?? 0);
  }

  remember(roomId: string, position: Position): void {
    this.#rooms.set(roomId, position);
  }

  forget(roomId: string): void {
    this.#rooms.delete(roomId);
  }
}
