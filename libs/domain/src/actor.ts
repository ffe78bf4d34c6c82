import { described, fields, flag, text } from './event-shape.js';

/** Who acts. Identity comes from a verified token, never from a frame; a guest's is only claimed, and marked so. */
export interface Actor {
  readonly id: string;
  /** The display name: never empty. */
  readonly name: string;
  readonly guest: boolean;
}

export const anActor = fields({
  id: text,
  name: text,
  guest: described('Nobody has checked who this is.', flag),
});
