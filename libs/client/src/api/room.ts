import type { Live } from './live.js';
import type { Message, User } from './message.js';
import type { Timeline } from './timeline.js';

export interface RoomSettings {
  readonly isPublic: boolean;
  readonly maxMembers: number;
  readonly allowFileSharing: boolean;
}

export type Role = 'owner' | 'moderator' | 'member';
export type UserStatus = 'online' | 'away' | 'dnd' | 'offline';

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly isPresent: boolean;
}

export interface RoomInfo {
  readonly roomId: string;
  readonly name: string;
  readonly ownerId: string;
  readonly settings: RoomSettings;
  readonly isArchived?: true;
}

/** Where one stands with a room. `out`: the server ended it or refused, `code` says why; it is not asked again by itself. */
export type Admission =
  | { readonly kind: 'outside' }
  | { readonly kind: 'joining' }
  | { readonly kind: 'inside' }
  | { readonly kind: 'out'; readonly code: string; readonly message: string };

export interface Presence {
  /** Of all, also where `people` does not name everybody (large rooms). */
  readonly count: number;
  readonly people: readonly User[];
}

export interface Draft {
  readonly content: string;
  readonly messageType?: string;
  readonly replyTo?: string;
}

export interface Receipt {
  readonly messageId: string;
  readonly offset: string;
}

export interface HistoryQuery {
  /** Exclusive. */
  readonly before?: string;
  readonly after?: string;
  /** 1 to 100; 50 by default. */
  readonly limit?: number;
}

export interface HistoryPage {
  /** Oldest first. */
  readonly items: readonly Message[];
  readonly hasMore: boolean;
}

/** What happens in a room, as it happens: once each, in the order of the log, also over reconnects. */
export interface RoomEvents {
  readonly message: Message;
  readonly edited: { readonly messageId: string; readonly content: string; readonly by: User; readonly at: number };
  readonly deleted: { readonly messageId: string; readonly by: User; readonly at: number };
  readonly reaction: {
    readonly messageId: string;
    readonly emoji: string;
    readonly by: User;
    readonly isRemoved: boolean;
    readonly at: number;
  };
  /** Something was decided about the room: renamed, settings, roles, mutes, removals, bans, archived. */
  readonly changed: { readonly change: string; readonly by: string; readonly userId?: string; readonly at: number };
  /** Between these offsets something is missing that the log no longer has live; `history` may have it. */
  readonly gap: { readonly from: string; readonly to?: string; readonly code: string };
  /** A WebRTC offer or the like, for this connection only; answer to the connection `from`. */
  readonly signal: { readonly from: string; readonly userId: string; readonly data: unknown };
  /** From a back end; not kept. */
  readonly broadcast: { readonly data: unknown; readonly at: number };
}

/**
 * One room. Using it costs nothing until it is joined. Every holder of the same id gets the same object; the room is left when
 * as many `leave` as `join` were called, in this tab.
 */
export interface Room {
  readonly id: string;
  readonly admission: Live<Admission>;
  readonly info: Live<RoomInfo | undefined>;
  readonly presence: Live<Presence>;
  /** Who types now, but for oneself; ends by itself. */
  readonly typing: Live<readonly User[]>;
  /** Messages of others that one has not read. */
  readonly unread: Live<number>;

  /** Resolves when inside. Comes back by itself after every reconnect. @throws NoroshiError: refused */
  join(options?: { readonly name?: string; readonly stay?: boolean }): Promise<void>;
  leave(): Promise<void>;
  /** Resolves when stored; sent once a connection is there, also after a reload (outbox). @throws NoroshiError: refused */
  send(draft: string | Draft): Promise<Receipt>;
  /** Of a message that failed: sends it again. */
  retry(clientMessageId: string): void;
  discard(clientMessageId: string): void;
  edit(messageId: string, content: string): Promise<void>;
  remove(messageId: string): Promise<void>;
  react(messageId: string, emoji: string): Promise<void>;
  unreact(messageId: string, emoji: string): Promise<void>;
  /** To be called at each key; says it to others at most every two seconds, and that it ended. */
  setTyping(isTyping: boolean): void;
  /** Up to this offset; without: all that has come. */
  markRead(offset?: string): Promise<void>;
  members(): Promise<readonly Member[]>;
  history(query?: HistoryQuery): Promise<HistoryPage>;
  signal(connectionId: string, data: unknown): void;
  on<K extends keyof RoomEvents>(event: K, listener: (payload: RoomEvents[K]) => void): () => void;
  /** New messages from now on, as `on('message')`; ends with the signal, with `leave` or `close`. */
  messages(options?: { readonly signal?: AbortSignal }): AsyncIterable<Message>;
  /** A window on the messages for a list that is shown. Each call makes one; `close` it. */
  timeline(options?: { readonly limit?: number }): Timeline;
}
