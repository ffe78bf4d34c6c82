import type { Lane, Position } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { Author } from '../message/client-message.js';

export interface RoomSettings {
  /** Anybody may come in and read; else by invitation. */
  readonly isPublic: boolean;
  readonly maxMembers: number;
  readonly allowFileSharing: boolean;
}

/** `owner` is exactly one; moderators may remove, ban, mute, and delete others' messages. */
export type Role = 'owner' | 'moderator' | 'member';

/** A member stays until leaving or being removed; a visitor until the visitor grace after the last connection left. */
export type MembershipKind = 'member' | 'visitor';

/** What is decided about a room: the lane that fences everything said in it. */
export type ControlEvent =
  | { readonly type: 'RoomOpened'; readonly owner: Actor; readonly name: string; readonly settings: RoomSettings }
  | { readonly type: 'RoomRenamed'; readonly name: string; readonly by: string }
  | { readonly type: 'SettingsChanged'; readonly settings: RoomSettings; readonly by: string }
  | { readonly type: 'UserInvited'; readonly userId: string; readonly by: string }
  | {
      readonly type: 'RoleChanged';
      readonly userId: string;
      readonly role: 'moderator' | 'member';
      readonly by: string;
    }
  | { readonly type: 'OwnershipTransferred'; readonly to: string; readonly by: string }
  /** `until` in milliseconds since 1970; a time that has passed ends the mute. */
  | { readonly type: 'UserMuted'; readonly userId: string; readonly until: number; readonly by: string }
  | { readonly type: 'UserRemoved'; readonly userId: string; readonly by: string }
  | { readonly type: 'UserBanned'; readonly userId: string; readonly by: string }
  | { readonly type: 'UserUnbanned'; readonly userId: string; readonly by: string }
  | { readonly type: 'RoomArchived'; readonly by: string };

/** Who comes and goes; on a lane of its own, so that it does not disturb posts. */
export type MembersEvent =
  | { readonly type: 'MemberJoined'; readonly user: Actor; readonly kind: MembershipKind }
  /** `visitEnded`: nobody left, the grace of a visitor who was away ran out. */
  | { readonly type: 'MemberLeft'; readonly userId: string; readonly visitEnded?: true };

/** Which message another one answers, and what somebody needs to know of it who does not have it. */
export interface ReplyTo {
  readonly message: Position;
  /** The message that began it: the one answered, unless that is an answer itself. */
  readonly root: Position;
  readonly author: Author;
}

/** What is said. A message is known by the position of its `MessagePosted`. */
export type TalkEvent =
  | {
      readonly type: 'MessagePosted';
      readonly by: Actor;
      readonly content: string;
      readonly messageType: string;
      /** Unique per user and room: a resend is stored once. */
      readonly clientMessageId?: string;
      readonly replyTo?: ReplyTo;
    }
  | {
      readonly type: 'MessageEdited';
      readonly message: Position;
      readonly content: string;
      readonly by: Actor;
      /** When the message was posted, in milliseconds since 1970: for those who show it whole and may not have it. */
      readonly postedAt?: number;
      /** For the same: of `ReplyTo`, where it answers another. */
      readonly root?: Position;
    }
  | {
      readonly type: 'MessageDeleted';
      readonly message: Position;
      readonly by: Actor;
      /** Whose message it was. */
      readonly authorId?: string;
      readonly postedAt?: number;
      readonly root?: Position;
    }
  | { readonly type: 'ReactionAdded'; readonly message: Position; readonly emoji: string; readonly by: Actor }
  | { readonly type: 'ReactionRemoved'; readonly message: Position; readonly emoji: string; readonly by: Actor };

export type RoomEvent = ControlEvent | MembersEvent | TalkEvent;
export type MessagePosted = Extract<TalkEvent, { type: 'MessagePosted' }>;

export type RoomLaneName = 'control' | 'members' | 'talk';

export const roomCategory = 'room';
export const roomLane = (roomId: string, name: RoomLaneName): Lane => ({
  category: roomCategory,
  entity: roomId,
  name,
});
