import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { MessageFacts } from '../room/commands.js';
import type { TalkEvent } from '../room/events.js';

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

/**
 * What was said in every room: the read model of the talk lanes.
 *
 * `apply` is idempotent (`messageHistoryContract`): replaying the log changes nothing. An edit, deletion or reaction to a
 * message that is unknown or deleted changes nothing.
 */
export interface MessageHistory {
  apply(recorded: RecordedEvent<TalkEvent>): Promise<void>;
  page(query: HistoryQuery): Promise<HistoryPage>;
  facts(roomId: string, position: Position): Promise<MessageFacts | undefined>;
  /** Messages after `after`, not deleted, by others than `userId`. */
  countAfter(query: { readonly roomId: string; readonly after: Position; readonly userId: string }): Promise<number>;
}
