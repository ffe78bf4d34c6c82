import type { Position } from '@noroshi/event-sourcing';

/** The highest position that this process has met in a log: one that ends below it is not the log that it was. */
export class LogHeight {
  private highest: Position = 0;

  get position(): Position {
    return this.highest;
  }

  met(position: Position): void {
    if (position > this.highest) this.highest = position;
  }
}
