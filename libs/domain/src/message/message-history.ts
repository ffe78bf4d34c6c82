import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { MessageFacts } from '../room/commands.js';
import type { ReplyTo, TalkEvent } from '../room/events.js';
import type { Author } from './client-message.js';

/** A message as people see it now: what was posted, with its edits, deletion and reactions applied. */
export interface Message {
  readonly roomId: string;
  readonly position: Position;
  readonly postedAt: number;
  readonly by: Actor;
  /** Empty once deleted. */
  readonly content: string;
  readonly messageType: string;
  readonly clientMessageId?: string;
  readonly replyTo?: ReplyTo;
  readonly editedAt?: number;
  readonly deletedAt?: number;
  readonly reactions: Readonly<Record<string, readonly string[]>>;
}

/** `before` and `after` are exclusive; neither: the latest. `limit` is 1 to 100. */
export interface HistoryQuery {
  readonly roomId: string;
  readonly before?: Position;
  readonly after?: Position;
  readonly limit: number;
}

/** Oldest first. `more`: there are further ones in the direction that was asked for. */
export interface HistoryPage {
  readonly items: readonly Message[];
  readonly more: boolean;
}

/** What a list of rooms tells of one. */
export interface RoomOverview {
  readonly roomId: string;
  /** As `countAfter` counts. */
  readonly unreadCount: number;
  /** Of the last event applied to the room; 0: none. */
  readonly saidTo: Position;
  /** The last message that is not deleted. */
  readonly last?: Message;
}

/** In these rooms, messages that hold all words of `text`, whatever their case, before a position if one is given. */
export interface SearchQuery {
  readonly roomIds: readonly string[];
  readonly text: string;
  readonly before?: Position;
  /** 1 to 100. */
  readonly limit: number;
}

/** The latest, oldest first; maybe fewer than there are. `before`: from there on nothing is left out, before it may be more. */
export interface SearchPage {
  readonly items: readonly Message[];
  readonly before?: Position;
}

/** The message that somebody posted under a client message id. */
export interface SentMessage {
  readonly position: Position;
  readonly postedAt: number;
}

/**
 * What was said in every room: the read model of the talk lanes.
 *
 * `apply` is idempotent (`messageHistoryContract`): replaying the log changes nothing. An edit, deletion or reaction to a
 * message that is unknown or deleted changes nothing. Room, author and client message id are a unique key: of what the
 * log holds twice only the first is a message, also once that is deleted; the second is as if it had never been.
 */
export interface MessageHistory {
  apply(recorded: RecordedEvent<TalkEvent>): Promise<void>;
  page(query: HistoryQuery): Promise<HistoryPage>;
  search(query: SearchQuery): Promise<SearchPage>;
  facts(roomId: string, position: Position): Promise<MessageFacts | undefined>;
  /** Messages after `after`, not deleted, by others than `userId`. */
  countAfter(query: { readonly roomId: string; readonly after: Position; readonly userId: string }): Promise<number>;
  /** Of each room, in the order asked. */
  overview(query: {
    readonly userId: string;
    readonly rooms: readonly { readonly roomId: string; readonly after: Position }[];
  }): Promise<readonly RoomOverview[]>;
  /** Every client message id that somebody has used in a room, in any order; undefined when there are more than `limit`. */
  sent(query: {
    readonly roomId: string;
    readonly by: Author;
    readonly limit: number;
  }): Promise<readonly string[] | undefined>;
  sentAs(query: {
    readonly roomId: string;
    readonly by: Author;
    readonly clientMessageId: string;
  }): Promise<SentMessage | undefined>;
}
