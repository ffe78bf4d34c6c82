import type { Actor } from '@noroshi/domain';

/** Told on the room's typing channel, from gateway to gateways. */
export interface TypingNews {
  readonly user: Actor;
  readonly isTyping: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}
