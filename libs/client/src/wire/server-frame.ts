interface ByPerson {
  readonly userId: string;
  readonly username: string;
  readonly guest?: true;
}

interface InRoom {
  readonly roomId: string;
}

/** On every frame that the log holds. */
interface Durable extends InRoom, ByPerson {
  readonly timestamp: string;
  readonly offset: string;
}

export interface MessageFrame extends Durable {
  readonly type: 'message';
  readonly messageId: string;
  readonly content: string;
  readonly messageType: string;
  readonly clientMessageId?: string;
  readonly replyTo?: string;
  /** In history only. */
  readonly editedAt?: string;
  readonly deleted?: true;
  readonly reactions?: Readonly<Record<string, readonly string[]>>;
}

export interface RoomFields extends InRoom {
  readonly name: string;
  readonly ownerId: string;
  readonly settings: { readonly isPublic: boolean; readonly maxMembers: number; readonly allowFileSharing: boolean };
  readonly archived: boolean;
  readonly memberCount: number;
  readonly present: number;
}

/** A room of one's own in the list. What is said after `offset` will follow; the count is of up to here. */
export interface FollowedRoomFields extends RoomFields {
  readonly participants: readonly ByPerson[];
  readonly lastMessage?: MessageFrame;
  readonly unreadCount: number;
  readonly offset: string;
}

export interface ErrorFrame {
  readonly type: 'error';
  readonly ref?: number;
  readonly code: string;
  readonly message: string;
  readonly action?: string;
  readonly roomId?: string;
  readonly clientMessageId?: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** What was decided about a room. `change` is the event's type, `by` a user id. */
export interface RoomChangedFrame extends InRoom {
  readonly type: 'roomChanged';
  readonly change:
    | 'RoomOpened'
    | 'RoomRenamed'
    | 'SettingsChanged'
    | 'UserInvited'
    | 'RoleChanged'
    | 'OwnershipTransferred'
    | 'UserMuted'
    | 'UserRemoved'
    | 'UserBanned'
    | 'UserUnbanned'
    | 'RoomArchived';
  readonly by: string;
  readonly timestamp: string;
  readonly offset: string;
  readonly name?: string;
  readonly settings?: RoomFields['settings'];
  /** Whom it concerns; of an `OwnershipTransferred` the new owner. */
  readonly userId?: string;
  readonly role?: 'moderator' | 'member';
  /** Of a mute: milliseconds since 1970. */
  readonly until?: number;
}

/** A membership began, became a lasting one, or ended; who is here now is told by `memberJoined` and `memberLeft`. */
export interface MembershipFrame extends InRoom {
  readonly type: 'membership';
  readonly userId: string;
  readonly username?: string;
  readonly guest?: true;
  readonly isMember: boolean;
  /** Of who is a member: a visitor is one until the last connection has been out of the room for a while. */
  readonly kind?: 'member' | 'visitor';
  readonly timestamp: string;
  readonly offset: string;
}

interface PresenceFrame extends InRoom, ByPerson {
  readonly type: 'memberJoined' | 'memberLeft';
  readonly connectionId: string;
  readonly memberCount: number;
  readonly timestamp: string;
}

/**
 * `ref` is on what answers the client's frame of that number. `connection` is the first frame: at once for a token and for guests
 * (who are told who they are), else as the answer to `authenticate`; a guest who shows a token later gets it again.
 */
export type ServerFrame =
  | (Partial<ByPerson> & {
      readonly type: 'connection';
      readonly status: 'connected';
      readonly connectionId: string;
      /** When the token runs out. */
      readonly expiresAt?: string;
      readonly timestamp: string;
    })
  | { readonly type: 'authenticated'; readonly ref?: number; readonly expiresAt: string }
  | (InRoom & {
      readonly type: 'joinedRoom';
      readonly ref?: number;
      readonly roomName: string;
      readonly memberCount: number;
      readonly timestamp: string;
      /** Everything after it will follow. */
      readonly offset: string;
    })
  | (InRoom & { readonly type: 'joinedRoom'; readonly ref?: number; readonly status: 'already_joined' })
  | (InRoom & { readonly type: 'leftRoom'; readonly ref?: number; readonly timestamp: string; readonly code?: string })
  | (InRoom & {
      readonly type: 'resumed';
      readonly ref?: number;
      readonly complete: boolean;
      readonly from: string;
      /** Absent: not in the room now, `code` says why. */
      readonly to?: string;
      readonly code?: string;
    })
  | { readonly type: 'following'; readonly ref?: number; readonly rooms: readonly FollowedRoomFields[] }
  | { readonly type: 'followed'; readonly room: FollowedRoomFields }
  | (InRoom & { readonly type: 'unfollowed'; readonly code: string; readonly timestamp: string })
  | MessageFrame
  | (Durable & { readonly type: 'messageEdited'; readonly messageId: string; readonly content: string })
  | (Durable & { readonly type: 'messageDeleted'; readonly messageId: string })
  | (Durable & {
      readonly type: 'reaction';
      readonly messageId: string;
      readonly emoji: string;
      readonly removed?: true;
    })
  | RoomChangedFrame
  | MembershipFrame
  | PresenceFrame
  /** In place of many of those, where too many come and go: who is here now, of many not all. */
  | (InRoom & {
      readonly type: 'presence';
      readonly memberCount: number;
      readonly people: readonly ByPerson[];
      readonly timestamp: string;
    })
  | (InRoom & ByPerson & { readonly type: 'typing'; readonly isTyping: boolean; readonly timestamp: string })
  | (InRoom & { readonly type: 'signal'; readonly from: string; readonly userId: string; readonly data: unknown })
  | { readonly type: 'broadcast'; readonly roomId?: string; readonly data: unknown; readonly timestamp: string }
  | (InRoom & {
      readonly type: 'accepted';
      readonly clientMessageId: string;
      readonly messageId: string;
      readonly offset: string;
      readonly timestamp: string;
    })
  | (InRoom & {
      readonly type: 'history';
      readonly ref?: number;
      readonly items: readonly MessageFrame[];
      readonly more: boolean;
    })
  | (InRoom & {
      readonly type: 'members';
      readonly ref?: number;
      readonly members: readonly {
        readonly userId: string;
        readonly name: string;
        readonly role: 'owner' | 'moderator' | 'member';
        readonly present: boolean;
      }[];
      readonly count: number;
      readonly present: number;
    })
  /** On all connections of the user alike, so without a `ref`; it may come after the `done` of the one that said so. */
  | (InRoom & { readonly type: 'read'; readonly offset: string; readonly unreadCount: number })
  | NotificationFrame
  | {
      readonly type: 'notificationUpdated';
      /** Absent: all. */
      readonly id?: string;
      readonly change: 'read' | 'removed';
      readonly unreadCount: number;
    }
  | { readonly type: 'notificationsCleared'; readonly unreadCount: number }
  | {
      readonly type: 'metrics';
      readonly activeUsers: number;
      readonly requestsPerMinute: number;
      readonly errorRate: number;
      readonly avgResponseTime: number;
      readonly systemLoad: number;
      readonly memoryUsage: number;
      readonly timestamp: string;
    }
  /** What is done in all rooms together. */
  | {
      readonly type: 'rooms';
      readonly messagesPerMinute: number;
      readonly joinsPerMinute: number;
      readonly participants: number;
      readonly lateEvents: number;
      /** Public ones in which most was said within the last five minutes, the first one most. */
      readonly topRooms: readonly { readonly roomId: string; readonly name: string; readonly messages: number }[];
      readonly timestamp: string;
    }
  | {
      readonly type: 'alert';
      readonly id: string;
      readonly severity: 'info' | 'warning' | 'critical';
      readonly title: string;
      readonly message: string;
      readonly metric: string;
      readonly value: number;
      readonly threshold: number;
      readonly state: 'firing' | 'resolved';
      readonly acknowledgedBy?: string;
      readonly acknowledgedAt?: string;
      readonly timestamp: string;
    }
  | {
      readonly type: 'systemEvent';
      readonly id: string;
      readonly kind: string;
      readonly message: string;
      readonly roomId?: string;
      readonly gateway?: string;
      readonly timestamp: string;
    }
  | {
      readonly type: 'statuses';
      readonly ref?: number;
      readonly statuses: readonly {
        readonly userId: string;
        readonly status: 'online' | 'away' | 'dnd' | 'offline';
      }[];
    }
  | { readonly type: 'status'; readonly userId: string; readonly status: 'online' | 'away' | 'dnd' | 'offline' }
  | { readonly type: 'pong'; readonly ref?: number; readonly timestamp: string }
  /** This gateway is about to end; come back elsewhere within about this many milliseconds. */
  | { readonly type: 'reconnect'; readonly retryAfter: number }
  | { readonly type: 'done'; readonly ref: number; readonly action: string }
  | ErrorFrame;

export interface NotificationFrame {
  readonly type: 'notification';
  readonly id: string;
  readonly title: string;
  readonly message: string;
  readonly level: 'info' | 'success' | 'warning' | 'error';
  readonly read: boolean;
  readonly timestamp: string;
  readonly actionUrl?: string;
  readonly actionLabel?: string;
  readonly autoRemove?: boolean;
  readonly duration?: number;
  readonly roomId?: string;
  readonly messageId?: string;
}

export type ServerFrameType = ServerFrame['type'];
