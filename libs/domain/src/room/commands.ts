import type { Position } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { MembershipKind, RoomSettings } from './events.js';

interface Wish {
  readonly by: Actor;
  /** Now, in milliseconds since 1970. */
  readonly at: number;
}

/** What the one who asks found out about the message: the room itself does not remember what was said in it. */
export interface MessageFacts {
  readonly position: Position;
  readonly authorId: string;
  /** A guest's id is only claimed, so a verified user of the same id is somebody else. Absent: false. */
  readonly authorIsGuest?: boolean;
  readonly deleted: boolean;
  readonly content: string;
  /** In milliseconds since 1970. */
  readonly postedAt: number;
  /** Of `ReplyTo`, where it answers another message. */
  readonly root?: Position;
  /** Emoji to the ids of those who reacted with it. */
  readonly reactions: Readonly<Record<string, readonly string[]>>;
}

export type RoomCommand =
  | (Wish & { readonly type: 'OpenRoom'; readonly name: string; readonly settings: RoomSettings })
  | (Wish & { readonly type: 'JoinRoom'; readonly kind: MembershipKind })
  | (Wish & { readonly type: 'LeaveRoom' })
  /** Of a visitor who has been away for the grace. */
  | (Wish & { readonly type: 'EndVisit' })
  | (Wish & { readonly type: 'InviteUser'; readonly userId: string })
  | (Wish & { readonly type: 'RenameRoom'; readonly name: string })
  | (Wish & { readonly type: 'ChangeSettings'; readonly settings: Partial<RoomSettings> })
  | (Wish & { readonly type: 'ChangeRole'; readonly userId: string; readonly role: 'moderator' | 'member' })
  | (Wish & { readonly type: 'TransferOwnership'; readonly to: string })
  | (Wish & { readonly type: 'MuteUser'; readonly userId: string; readonly until: number })
  | (Wish & { readonly type: 'RemoveUser'; readonly userId: string })
  | (Wish & { readonly type: 'BanUser'; readonly userId: string })
  | (Wish & { readonly type: 'UnbanUser'; readonly userId: string })
  | (Wish & { readonly type: 'ArchiveRoom' })
  /** Here and below `message` is undefined when there is no such message in this room. */
  | (Wish & {
      readonly type: 'PostMessage';
      readonly content: string;
      readonly messageType: string;
      readonly clientMessageId?: string;
      readonly replyTo?: { readonly message: MessageFacts | undefined };
    })
  | (Wish & { readonly type: 'EditMessage'; readonly message: MessageFacts | undefined; readonly content: string })
  | (Wish & { readonly type: 'DeleteMessage'; readonly message: MessageFacts | undefined })
  | (Wish & { readonly type: 'React'; readonly message: MessageFacts | undefined; readonly emoji: string })
  | (Wish & { readonly type: 'Unreact'; readonly message: MessageFacts | undefined; readonly emoji: string });
