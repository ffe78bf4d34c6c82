import type { Event } from './event.js';

/** No event has this type: a question mark is in no name of ours. */
const TYPE = '?undecodable';

/**
 * Stands in for a stored message that is no event, so that it has its place in the order and nobody stops at it.
 *
 * Nobody knows its type: deciders fold it to nothing, dialects say nothing of it. A projection buries it.
 */
export interface Undecodable extends Event {
  readonly type: typeof TYPE;
  /** What is wrong with the message. Nothing of its content. */
  readonly reason: string;
}

export const undecodable = (reason: string): Undecodable => ({ type: TYPE, reason });

export const isUndecodable = (event: Event): event is Undecodable => event.type === TYPE;
