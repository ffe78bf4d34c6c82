import type { Recovered } from '../faults/recovery.js';
import type { Distribution } from '../statistics.js';
import type { RoomCounts, Violation } from '../verdict/evidence.js';

/** What one seed came to. Times are milliseconds. */
export interface Result {
  readonly seed: number;
  readonly rooms: readonly (RoomCounts & { readonly roomId: string; readonly violations: number })[];
  /** How often each fault happened. */
  readonly faults: Readonly<Record<string, number>>;
  /** From a kill until a room accepted a message sent after it, over all kills and rooms. */
  readonly recovery: Distribution | undefined;
  /** The same where a server of a cluster was killed, and the others may have had to elect a leader. */
  readonly elections: Distribution | undefined;
  readonly slowest: readonly Recovered[];
  /** From a lost connection until its client was in all its rooms again. */
  readonly returns: Distribution | undefined;
  /** From the end of all clients until nobody was present any more. */
  readonly emptyAfterMs: number | undefined;
  /** Refusals that clients got, by code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  /** The first violations, with what happened around them. */
  readonly evidence: readonly string[];
}
