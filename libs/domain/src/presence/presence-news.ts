import type { Position } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { PresenceChange } from './presence-registry.js';

/** So many people come and go in a room that it is told no more than once a second how many there are. */
export interface Crowd {
  readonly kind: 'crowd';
  readonly roomId: string;
  /** People present. */
  readonly count: number;
  /** Some of them. */
  readonly people: readonly Actor[];
}

/** Where a piece of news comes from: that of one room grows, so what is not later than the last was told before. */
export interface NewsPlace {
  /** Of the log of sessions: positions of another one can't be compared. */
  readonly epoch: string;
  readonly position: Position;
  /** Among the changes that the event at the position made. */
  readonly part: number;
}

/** Told to the room on its presence channel, again after a restart of whoever tells it. */
export interface PresenceNews {
  readonly place: NewsPlace;
  readonly news: PresenceChange | Crowd;
}

export const isLater = (place: NewsPlace, than: NewsPlace): boolean =>
  place.epoch !== than.epoch ||
  place.position > than.position ||
  (place.position === than.position && place.part > than.part);
