/** What the server says in the rooms dialect, as far as this page needs it. */
export type ServerFrame =
  | { readonly type: 'connection' | 'pong' }
  | JoinedRoom
  | LeftRoom
  | PresenceFrame
  | Crowd
  | MessageFrame
  | Accepted
  | ChangeFrame
  | TypingFrame
  | Members
  | ErrorFrame;

export interface JoinedRoom {
  readonly type: 'joinedRoom';
  readonly roomId: string;
  readonly roomName?: string;
  readonly memberCount?: number;
}

/** This page never asks to leave a room, so this means: put out. `code`: why. */
export interface LeftRoom {
  readonly type: 'leftRoom';
  readonly roomId: string;
  readonly code?: string;
}

/** `memberCount`: people present after this. */
export interface PresenceFrame {
  readonly type: 'memberJoined' | 'memberLeft';
  readonly roomId: string;
  readonly userId: string;
  readonly username: string;
  readonly memberCount?: number;
}

/** In place of the frames above in a room where many come and go: how many are here, and some of them. */
export interface Crowd {
  readonly type: 'presence';
  readonly roomId: string;
  readonly memberCount: number;
  readonly people: readonly { readonly userId: string; readonly username: string }[];
}

/** By emoji, the ids of those who reacted. A map, since the emoji is a stranger's text. */
export type Reactions = ReadonlyMap<string, readonly string[]>;

/** A broadcast or an item of a history page; only the latter has `editedAt`, `deleted` and `reactions`. */
export interface MessageFrame {
  readonly type: 'message';
  readonly messageId: string;
  readonly roomId: string;
  readonly userId: string;
  readonly username: string;
  readonly content: string;
  readonly messageType: string;
  readonly timestamp: string;
  readonly offset: string;
  readonly clientMessageId?: string;
  readonly editedAt?: string;
  readonly deleted?: boolean;
  readonly reactions?: Reactions;
}

export interface Accepted {
  readonly type: 'accepted';
  readonly clientMessageId: string;
  readonly messageId: string;
  readonly offset: string;
  readonly timestamp: string;
}

/** What happens to a message after it was posted. */
export type ChangeFrame = MessageEdited | MessageDeleted | Reaction;

export interface MessageEdited {
  readonly type: 'messageEdited';
  readonly roomId: string;
  readonly messageId: string;
  readonly content: string;
  readonly timestamp: string;
}

export interface MessageDeleted {
  readonly type: 'messageDeleted';
  readonly roomId: string;
  readonly messageId: string;
}

export interface Reaction {
  readonly type: 'reaction';
  readonly roomId: string;
  readonly messageId: string;
  readonly userId: string;
  readonly emoji: string;
  readonly removed: boolean;
}

export interface TypingFrame {
  readonly type: 'typing';
  readonly roomId: string;
  readonly userId: string;
  readonly username: string;
  readonly isTyping: boolean;
}

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly present: boolean;
}

export interface Members {
  readonly type: 'members';
  readonly roomId: string;
  readonly members: readonly Member[];
  readonly present?: number;
}

/** `retryAfter` is in seconds. */
export interface ErrorFrame {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  readonly action?: string;
  readonly roomId?: string;
  readonly clientMessageId?: string;
  readonly retryAfter?: number;
}
