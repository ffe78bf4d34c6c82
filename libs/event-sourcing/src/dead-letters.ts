import type { Lane, Position } from './event.js';

/** An event that a consumer gave up on. The event itself stays in the log, at its position. */
export interface DeadLetter {
  /** Made of consumer, epoch and position (`deadLetterId`). */
  readonly id: string;
  /** Name of the projection or reactor: lower-case letters, digits and hyphens. */
  readonly consumer: string;
  /** Which log `position` is of. */
  readonly epoch: string;
  readonly position: Position;
  readonly lane: Lane;
  /** Why it could not be handled, for people. */
  readonly reason: string;
  /** How often it was tried. */
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly buriedAt: number;
}

export type Burial = Omit<DeadLetter, 'id' | 'buriedAt'>;

export interface DeadLetterQuery {
  readonly consumer?: string;
  /** The `next` of an earlier page. */
  readonly after?: string;
  /** 1 or more. */
  readonly limit: number;
}

export interface DeadLetterPage {
  readonly items: readonly DeadLetter[];
  /** There may be more: ask for them with this as `after`. */
  readonly next?: string;
}

/**
 * Where consumers put what they gave up on, until somebody has looked at it.
 *
 * Guarantees (`deadLettersContract`): one letter for each event and consumer, however often it is buried; in the order of
 * the last burial. Every method throws an Outage when the letters can't be reached: then nothing is known to be done.
 */
export interface DeadLetters {
  /** Resolves with the letter's id when it is kept for good. Buried again: the later reason and tries count. */
  bury(burial: Burial): Promise<string>;
  find(id: string): Promise<DeadLetter | undefined>;
  list(query: DeadLetterQuery): Promise<DeadLetterPage>;
  /** False when there was none. */
  remove(id: string): Promise<boolean>;
}

export type BuriedEvent = Pick<DeadLetter, 'consumer' | 'epoch' | 'position'>;

export const deadLetterId = ({ consumer, epoch, position }: BuriedEvent): string => `${consumer}.${epoch}.${position}`;

/** Undefined when it is the id of no letter. */
export function parseDeadLetterId(id: string): BuriedEvent | undefined {
  const [, consumer, epoch, position] = /^([a-z0-9-]{1,64})\.([0-9a-z]{1,16})\.([1-9]\d{0,15})$/.exec(id) ?? [];
  if (consumer === undefined || epoch === undefined || position === undefined) return undefined;
  return { consumer, epoch, position: Number(position) };
}
