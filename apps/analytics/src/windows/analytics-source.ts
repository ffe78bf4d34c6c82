import type { PlacedEvent } from '@noroshi/domain';

/** Some of the rooms: whoever reads the part is told everything that happens in them. */
export interface Part {
  /** The same for the same rooms, whoever reads them. */
  readonly name: string;
  owns(roomId: string): boolean;
}

/** Counts what happens in the parts that it is given. */
export interface PartReader {
  /** The part is this reader's from now on, and it is told of it from the place that was last given. */
  begin(part: Part): void;
  /**
   * What happened, in the order of each room. The next events of the part come when this has settled.
   *
   * @returns the place at which whoever reads the part next goes on; undefined: where it would have so far
   * @throws Outage to be given the same events again later
   */
  take(part: Part, events: readonly PlacedEvent[]): Promise<string | undefined>;
  /** Somebody else is given the part. */
  end(part: Part): void;
}

/**
 * Everything that happens in rooms, for those who count it.
 *
 * Guarantees (`analyticsSourceContract`): each part has one reader at a time; the events of a room come in their order, at
 * least once, those again that are at the place that was given or after it; nothing comes while the reader is busy with
 * the part.
 */
export interface AnalyticsSource {
  /** Reads in the background until it is closed; waits for as long as what it reads is away. */
  read(reader: PartReader): Promise<Reading>;
}

export interface Reading {
  /** The reader is told nothing any more once this settles. */
  close(): Promise<void>;
}
