/**
 * The native language as it is on the wire (libs/protocol/src/dialects/native/README.md). It is the `rooms` dialect's, the same
 * that server-sent events, the long poll and the history speak, with more of both. `timestamp` is ISO 8601.
 *
 * `ref`: a whole number of the client's own. What it asks for with one is answered by frames that carry it, if there are any, and
 * then by exactly one `done` or `error` with it, also where there were too many frames. A `message` needs none: its
 * `clientMessageId` is on its `accepted` or `error`. An `error` with neither is about a frame that could not be read, or about all
 * of those that are refused without a word for a second (`rate_limited`).
 *
 * One message of the socket is one or more frames, and is at most as long as a frame may be (64 KiB by default). They are done in
 * that order, but for posts: those are in order among each other, and what comes behind them does not wait until they are stored.
 */
export type ClientFrame = { readonly ref?: number } & (
  | { readonly action: 'authenticate'; readonly token: string }
  | { readonly action: 'joinRoom'; readonly roomId: string; readonly roomName?: string; readonly stay?: boolean }
  | { readonly action: 'leaveRoom'; readonly roomId: string }
  | {
      readonly action: 'message';
      readonly roomId: string;
      readonly content: string;
      readonly messageType?: string;
      /** Answered by `accepted`, or by an `error` that carries it. */
      readonly clientMessageId: string;
      readonly replyTo?: string;
    }
  | { readonly action: 'edit'; readonly roomId: string; readonly messageId: string; readonly content: string }
  | { readonly action: 'delete'; readonly roomId: string; readonly messageId: string }
  | {
      readonly action: 'react';
      readonly roomId: string;
      readonly messageId: string;
      readonly emoji: string;
      readonly remove?: boolean;
    }
  | { readonly action: 'typing'; readonly roomId: string; readonly isTyping: boolean }
  | { readonly action: 'signal'; readonly roomId: string; readonly connectionId: string; readonly data: unknown }
  | { readonly action: 'read'; readonly roomId: string; readonly offset: string }
  | {
      readonly action: 'history';
      readonly roomId: string;
      readonly before?: string;
      readonly after?: string;
      readonly limit?: number;
    }
  | { readonly action: 'members'; readonly roomId: string }
  /** Also a join, of at most 100 rooms. To be sent before `follow`, which would have the rooms heard from now on already. */
  | { readonly action: 'resume'; readonly rooms: readonly { readonly roomId: string; readonly offset: string }[] }
  /** All rooms of the user: `following`, and from then on what happens in them, but for who is here now. */
  | { readonly action: 'follow' }
  | { readonly action: 'statuses'; readonly userIds?: readonly string[] }
  /** Whether somebody is there, as the client noticed by itself. */
  | { readonly action: 'attention'; readonly isThere: boolean }
  /** From now on the user's notifications; first those that are unread, oldest first. */
  | { readonly action: 'notifications' }
  /** Who does this is not told of it again by `notificationUpdated`; the user's other connections are. */
  | { readonly action: 'readNotification' | 'removeNotification'; readonly id: string }
  | { readonly action: 'readAllNotifications' | 'clearNotifications' }
  | { readonly action: 'watch' | 'unwatch'; readonly streams: readonly ('metrics' | 'alerts' | 'events' | 'rooms')[] }
  | { readonly action: 'ping' }
);
