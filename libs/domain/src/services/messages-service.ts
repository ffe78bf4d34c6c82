import type { Position } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { Author } from '../message/client-message.js';
import type { NotificationContent } from '../notifications/notification.js';
import type { NotificationPage, NotificationQuery } from '../notifications/notification-box.js';
import type { ChangeNotifications } from '../notifications/notifications.js';
import type { HistoryPage, HistoryQuery, SearchPage, SearchQuery, SentMessage } from '../message/message-history.js';
import type { MessageFacts } from '../room/commands.js';
import type { ReplyTo } from '../room/events.js';
import type { Answer } from './rooms-service.js';

/** The messages service as others call it. */
export interface MessagesRequests extends NotificationRequests {
  /** `atLeast`: answer only after the read model has reached this position, so that one reads one's own writes. */
  history: (request: HistoryQuery & { readonly atLeast?: Position }) => Answer<HistoryPage>;
  /** What was said in the last moment may not be found yet. At most 500 rooms. */
  search: (request: SearchQuery) => Answer<SearchPage>;
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
  /** What a user's list of rooms tells of each, in the order asked; at most 200 at a time. */
  unread: (request: {
    readonly userId: string;
    /** `since`: nothing that was said up to there counts as unread. */
    readonly rooms: readonly { readonly roomId: string; readonly since?: Position }[];
  }) => Answer<{
    readonly rooms: readonly RoomUnread[];
    /** Whatever was said up to here, in any room, is counted in. */
    readonly position: Position;
  }>;
  /** Moves the user's read cursor of the room forward; told to all of the user's connections. */
  markRead: (request: {
    readonly userId: string;
    readonly roomId: string;
    readonly position: Position;
  }) => Answer<ReadMoved>;
}

/** The fingerprints of all client message ids that somebody has used in a room (`fingerprintOf`); `many`: too many to tell. */
export type SentIds = { readonly many: true } | { readonly many: false; readonly fingerprints: readonly number[] };

/** What is told to users, and what they do with it. */
export interface NotificationRequests {
  /** Adds one. With a key that is known already nothing is added, and the first one is answered. */
  notify: (request: {
    readonly userId: string;
    readonly notification: NotificationContent;
    readonly key?: string;
  }) => Answer<{ readonly position: Position }>;
  /** Answers of everything that is stored when it is asked. */
  notifications: (request: NotificationQuery) => Answer<
    NotificationPage & {
      /** Whatever was stored of users up to here is in. */
      readonly position: Position;
    }
  >;
  /** `via`: the connection that wishes it, which need not be told. */
  changeNotifications: (request: {
    readonly userId: string;
    readonly change: ChangeNotifications;
    readonly via?: string;
  }) => Answer<{ readonly unreadCount: number }>;
}

/** The last thing said in a room that is not deleted, as a list of rooms shows it. */
export interface LastMessage {
  readonly position: Position;
  readonly postedAt: number;
  readonly by: Actor;
  /** Of a long one the beginning. */
  readonly content: string;
  readonly messageType: string;
  readonly replyTo?: ReplyTo;
}

export interface RoomUnread {
  readonly roomId: string;
  readonly unreadCount: number;
  /** Of the last event of the room's talk that is counted in; 0: there is none. */
  readonly saidTo: Position;
  readonly lastMessage?: LastMessage;
}

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
