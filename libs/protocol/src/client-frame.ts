import type { DashboardStream } from '@noroshi/domain';

/** What a client may ask, in the core's words. A dialect decodes its own frames into these; they are no wire format. */
export type ClientFrame =
  | { readonly kind: 'authenticate'; readonly token: string }
  | {
      readonly kind: 'join';
      readonly roomId: string;
      readonly roomName?: string;
      /** Stays a member after leaving the room; else a visitor. A guest can't: `if verified` makes a visitor of one. */
      readonly stay: boolean | 'if verified';
    }
  /** Wants to know of all rooms of its user, and to hear them from now on. */
  | { readonly kind: 'follow' }
  /** Without `roomId`: the room the connection is in. */
  | { readonly kind: 'leave'; readonly roomId?: string }
  | {
      readonly kind: 'post';
      readonly roomId: string;
      readonly content: string;
      readonly messageType: string;
      readonly clientMessageId?: string;
      /** The id of the message in that room which this one answers. */
      readonly replyTo?: string;
    }
  | { readonly kind: 'typing'; readonly roomId: string; readonly isTyping: boolean }
  /** For one connection in the same room only, such as a WebRTC offer; not kept. */
  | { readonly kind: 'signal'; readonly roomId: string; readonly connectionId: string; readonly data: unknown }
  | { readonly kind: 'edit'; readonly roomId: string; readonly messageId: string; readonly content: string }
  | { readonly kind: 'delete'; readonly roomId: string; readonly messageId: string }
  | {
      readonly kind: 'react';
      readonly roomId: string;
      readonly messageId: string;
      readonly emoji: string;
      readonly remove: boolean;
    }
  | { readonly kind: 'read'; readonly roomId: string; readonly offset: string }
  | {
      readonly kind: 'history';
      readonly roomId: string;
      readonly before?: string;
      readonly after?: string;
      readonly limit: number;
    }
  | { readonly kind: 'members'; readonly roomId: string }
  /** Comes back into rooms, each with what was missed since an offset. */
  | { readonly kind: 'resume'; readonly rooms: readonly ResumePoint[] }
  /** Wants to hear these from now on, and first how they stand. */
  | { readonly kind: 'watch'; readonly streams: readonly DashboardStream[] }
  | { readonly kind: 'unwatch'; readonly streams: readonly DashboardStream[] }
  /** How these users are seen by others; without `userIds`: everybody in the rooms that one is in. */
  | { readonly kind: 'statuses'; readonly userIds?: readonly string[] }
  /** Whether somebody is there, as the client noticed by itself. */
  | { readonly kind: 'attention'; readonly isThere: boolean }
  | { readonly kind: 'ping' }
  /** Wants to be told what its user is notified of from now on, and first what is unread. */
  | { readonly kind: 'heedNotifications' }
  /** What the user does with notifications; without an id with all of them. */
  | { readonly kind: 'notifications'; readonly change: 'readAll' | 'clear' }
  | { readonly kind: 'notifications'; readonly change: 'read' | 'remove'; readonly id: string }
  /** There is nothing to do, but perhaps to say so. */
  | { readonly kind: 'nothing' };

/** How far a client has come in a room: the last offset it got, as it got it. */
export interface ResumePoint {
  readonly roomId: string;
  readonly offset: string;
}

export type ClientFrameKind = ClientFrame['kind'];

/** Who a client without a token says it is: believed of guests only, and marked so. */
export interface GuestClaim {
  readonly userId?: string;
  readonly username?: string;
}
