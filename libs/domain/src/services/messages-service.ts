import type { Position } from '@noroshi/event-sourcing';
import type { Author } from '../message/client-message.js';
import type { HistoryPage, HistoryQuery, SentMessage } from '../message/message-history.js';
import type { MessageFacts } from '../room/commands.js';
import type { Answer } from './rooms-service.js';

/** The messages service as others call it. */
export interface MessagesRequests {
  /** `atLeast`: answer only after the read model has reached this position, so that one reads one's own writes. */
  history: (request: HistoryQuery & { readonly atLeast?: Position }) => Answer<HistoryPage>;
  /** Answers only after the read model has reached the message's own position. */
  facts: (request: {
    readonly roomId: string;
    readonly position: Position;
  }) => Answer<{ readonly message?: MessageFacts }>;
  /** Answers of everything that is stored when it is asked, as `sentAs` does. */
  sent: (request: { readonly roomId: string; readonly by: Author }) => Answer<SentIds>;
  /** The message that somebody posted in the room under a client message id, if there is one. */
  sentAs: (request: {
    readonly roomId: string;
    readonly by: Author;
    readonly clientMessageId: string;
  }) => Answer<{ readonly message?: SentMessage }>;
  /** Moves the user's read cursor of the room forward; told to all of the user's connections. */
  markRead: (request: {
    readonly userId: string;
    readonly roomId: string;
    readonly position: Position;
  }) => Answer<ReadMoved>;
}

/** The fingerprints of all client message ids that somebody has used in a room (`fingerprintOf`); `many`: too many to tell. */
export type SentIds = { readonly many: true } | { readonly many: false; readonly fingerprints: readonly number[] };

/** What gateways hear of it. */
export interface ReadNotice extends ReadMoved {
  readonly userId: string;
}

export interface ReadMoved {
  readonly roomId: string;
  /** Where the cursor is now: at or after what was asked for. */
  readonly position: Position;
  readonly unreadCount: number;
}
