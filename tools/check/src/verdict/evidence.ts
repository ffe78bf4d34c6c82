import type { Frame, Ledger } from '../client/ledger.js';

/** What is known of one room when everybody has fallen silent. */
export interface RoomEvidence {
  readonly roomId: string;
  /** The whole history, oldest first, as the REST API tells it. */
  readonly history: readonly Frame[];
  /** Everything since the room began as the log replays it to somebody who comes back, in the order it came. */
  readonly replay: readonly Frame[];
  readonly ledgers: readonly Ledger[];
}

export type ViolationKind =
  | 'lost'
  | 'stored twice'
  | 'never sent'
  | 'altered'
  | 'hole'
  | 'repeat'
  | 'out of order'
  | 'not in the log'
  | 'diverged'
  | 'misdeed'
  | 'not drained'
  | 'not healed'
  | 'ghost'
  | 'too slow'
  | 'broken';

export interface Violation {
  readonly kind: ViolationKind;
  readonly roomId?: string;
  readonly client?: string;
  readonly offset?: string;
  /** Milliseconds since the run began, where that is known. */
  readonly at?: number;
  readonly text: string;
}

export interface RoomCounts {
  readonly clients: number;
  readonly posts: number;
  readonly accepted: number;
  readonly stored: number;
  /** Edits, deletions and reactions. */
  readonly changes: number;
  readonly heard: number;
}

export interface RoomVerdict {
  readonly roomId: string;
  readonly counts: RoomCounts;
  readonly violations: readonly Violation[];
}
