import type {
  Actor,
  Alert,
  Crowd,
  HistoryPage,
  LastMessage,
  MemberSummary,
  Notification,
  PresenceChange,
  RoomEvent,
  RoomFigures,
  RoomState,
  RoomSummary,
  Sample,
  SystemEvent,
  UserStatus,
} from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { ErrorCode } from './catalogue.js';

/** A client's own number of one of its frames. */
export type FrameRef = number | string;

/** What was asked for. */
interface Answer {
  /** Of the frame that asked, where it had one. */
  readonly ref?: FrameRef;
}

/** A refusal, addressed to whom it concerns. */
export interface ErrorFrame extends Answer {
  readonly kind: 'error';
  readonly code: ErrorCode;
  /** More exact than the catalogue's sentence. */
  readonly message?: string;
  readonly action?: string;
  readonly roomId?: string;
  readonly clientMessageId?: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** A room that the session hears from now on because it is one of its user's. */
export interface FollowedRoom {
  readonly room: RoomSummary;
  /** Of a large room not all. */
  readonly participants: readonly Actor[];
  readonly lastMessage?: LastMessage;
  readonly unreadCount: number;
  /** What was said after this will follow; the counts are of up to here. */
  readonly position: number;
}

/** What is said of the room in which something happened. */
export type RoomFacts = Pick<RoomState, 'name' | 'ownerId' | 'settings'>;

/** How a user is seen by others. */
export interface SeenStatus {
  /** As it was asked for. */
  readonly userId: string;
  readonly status: UserStatus;
}

/**
 * What the server tells, in the core's words. Times (`at`) are milliseconds since 1970; positions are of `epoch`.
 * Durable facts are carried as the event they are.
 */
export type ServerFrame =
  | {
      readonly kind: 'connected';
      readonly connectionId: string;
      readonly user?: Actor;
      /** Of the token; absent for guests. */
      readonly expiresAt?: number;
      /** The token was shown on the open socket. */
      readonly isInBand?: true;
      readonly at: number;
    }
  | ({ readonly kind: 'authenticated'; readonly expiresAt: number } & Answer)
  | ({
      readonly kind: 'joined';
      readonly roomId: string;
      readonly roomName: string;
      readonly memberCount: number;
      readonly epoch: string;
      /** Everything after this position will follow. */
      readonly position: number;
      readonly at: number;
    } & Answer)
  /**
   * `complete`: everything after `from` follows, up to `to` what was missed, then live. Else nothing between `from` and
   * `to` follows, which the history tells, and everything after `to` does.
   */
  | ({
      readonly kind: 'resumed';
      readonly roomId: string;
      readonly complete: true;
      readonly from: string;
      readonly to: string;
    } & Answer)
  | ({
      readonly kind: 'resumed';
      readonly roomId: string;
      readonly complete: false;
      readonly code: ErrorCode;
      readonly from: string;
      /** Absent when the client is not in the room now. */
      readonly to?: string;
    } & Answer)
  | ({ readonly kind: 'alreadyJoined'; readonly roomId: string } & Answer)
  | ({ readonly kind: 'left'; readonly roomId: string; readonly at: number; readonly why?: ErrorCode } & Answer)
  /** All rooms of the user, before anything that is said in them. */
  | ({
      readonly kind: 'following';
      readonly rooms: readonly FollowedRoom[];
      readonly epoch: string;
      readonly at: number;
    } & Answer)
  /** One more. */
  | { readonly kind: 'followed'; readonly room: FollowedRoom; readonly epoch: string; readonly at: number }
  /** The session does not hear it any more, because its user is no member. */
  | { readonly kind: 'unfollowed'; readonly roomId: string; readonly why: ErrorCode; readonly at: number }
  | {
      readonly kind: 'event';
      readonly recorded: RecordedEvent<RoomEvent>;
      readonly epoch: string;
      /** The room as it was when this was first told here; absent when nobody knows. */
      readonly room?: RoomFacts;
    }
  | { readonly kind: 'presence'; readonly change: PresenceChange; readonly at: number }
  /** In place of many `presence` frames, in a room where too many come and go. */
  | { readonly kind: 'crowd'; readonly crowd: Crowd; readonly at: number }
  | {
      readonly kind: 'typing';
      readonly roomId: string;
      readonly user: Actor;
      readonly isTyping: boolean;
      readonly at: number;
    }
  /** From another connection in the room, for this one only. */
  | {
      readonly kind: 'signal';
      readonly roomId: string;
      readonly from: string;
      readonly userId: string;
      readonly data: unknown;
    }
  /** From a back end; without `roomId` to this user or connection. Not kept: who does not hear it now never does. */
  | { readonly kind: 'broadcast'; readonly roomId?: string; readonly data: unknown; readonly at: number }
  | {
      readonly kind: 'accepted';
      readonly roomId: string;
      readonly clientMessageId: string;
      readonly epoch: string;
      readonly position: number;
      readonly recordedAt: number;
    }
  | ({
      readonly kind: 'history';
      readonly roomId: string;
      readonly page: HistoryPage;
      readonly epoch: string;
    } & Answer)
  | ({
      readonly kind: 'members';
      readonly roomId: string;
      /** Of a large room not all; the counts are of all. */
      readonly members: readonly MemberSummary[];
      readonly count: number;
      readonly present: number;
    } & Answer)
  | {
      readonly kind: 'read';
      readonly roomId: string;
      readonly position: number;
      readonly unreadCount: number;
      readonly epoch: string;
    }
  | {
      readonly kind: 'notification';
      readonly id: string;
      readonly notification: Notification;
      /** The message that it is about. */
      readonly messageId?: string;
    }
  /** One was read or removed, or all (without an id) were read, on another connection of the user. */
  | {
      readonly kind: 'notificationUpdated';
      readonly id?: string;
      readonly change: 'read' | 'removed';
      readonly unreadCount: number;
      readonly at: number;
    }
  | { readonly kind: 'notificationsCleared'; readonly unreadCount: number; readonly at: number }
  /** How the product is doing, once a second. */
  | { readonly kind: 'metrics'; readonly sample: Sample }
  /** What is done in all rooms together, once a second. */
  | { readonly kind: 'rooms'; readonly at: number; readonly rooms: RoomFigures }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'systemEvent'; readonly event: SystemEvent }
  | ({ readonly kind: 'statuses'; readonly statuses: readonly SeenStatus[] } & Answer)
  /** The user's own has changed; told on all of the user's connections. */
  | ({ readonly kind: 'status' } & SeenStatus)
  | ({ readonly kind: 'pong'; readonly at: number } & Answer)
  /** What the client asked for under this number has happened; its answers, if any, were sent before. */
  | { readonly kind: 'done'; readonly ref: FrameRef; readonly action: string }
  /** This gateway is about to end: the connection is good for about `afterMs` longer, then the client should open another. */
  | { readonly kind: 'reconnect'; readonly afterMs: number }
  | ErrorFrame;
