import type { TSchema } from 'typebox';

/** A dialect as its documents tell it: every frame by the name that the language gives it. */
export interface DialectDescription {
  readonly name: string;
  readonly title: string;
  /** Where it is spoken by default. */
  readonly paths: readonly string[];
  /** Those that a client may ask for in the handshake; absent: none has a meaning. */
  readonly subprotocols?: readonly string[];
  readonly clientFrames: Readonly<Record<string, TSchema>>;
  readonly serverFrames: Readonly<Record<string, TSchema>>;
}
