interface Reached {
  readonly minute: number;
  readonly place: string;
}

/**
 * Where in a part of the log each minute was reached first: before that place all events are of earlier minutes, so that
 * whoever begins there misses nothing of this minute and later ones, and can tell by the first event which minute it is.
 */
export class ReachedMinutes {
  /** Ascending; what is not asked for any more is dropped. */
  readonly #reached: Reached[] = [];

  reach(minute: number, place: string): void {
    const last = this.#reached.at(-1);
    if (last === undefined || minute > last.minute) this.#reached.push({ minute, place });
  }

  /** Of this minute, or of the last one before it in which there was an event. @param minute never earlier than before */
  placeOf(minute: number): string | undefined {
    for (let next = this.#reached[1]; next && next.minute <= minute; next = this.#reached[1]) this.#reached.shift();
    const [first] = this.#reached;
    return first && first.minute <= minute ? first.place : undefined;
  }
}
