import type { ClientFrame, GuestClaim } from './client-frame.js';
import type { ErrorFrame, ServerFrame } from './server-frame.js';

/**
 * A wire language: everything that differs between families of clients, and nothing the hub needs to know.
 * Both directions are pure, so one conversation test tells the whole language.
 */
export interface Dialect {
  readonly name: string;
  /** What a connection asked for in the query of its address. */
  traits(query: URLSearchParams): SessionTraits;
  /** One text frame in. */
  decode(text: string): Decoded;
  /** One text frame out, encoded once for all who get it; undefined: this language does not say that. */
  encode(frame: ServerFrame): string | undefined;
}

export interface SessionTraits {
  /** Joining a room leaves the one before. */
  readonly oneRoom: boolean;
}

export type Decoded =
  | {
      readonly ok: true;
      readonly frame: ClientFrame;
      readonly claim: GuestClaim;
      /** As the client names it. */ readonly action: string;
    }
  | { readonly ok: false; readonly error: ErrorFrame };
