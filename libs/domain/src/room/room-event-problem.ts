import type { Event } from '@noroshi/event-sourcing';
import { fields, flag, oneOf, optional, position, problemOf, text, time, type Shapes } from '../event-shape.js';
import type { RoomEvent } from './events.js';

const actor = fields({ id: text, name: text, guest: flag });
const settings = fields({
  isPublic: flag,
  maxMembers: time,
  allowFileSharing: flag,
});

const replyTo = fields({ message: position, root: position, author: fields({ id: text, guest: flag }) });

const shapes: Shapes<RoomEvent> = {
  RoomOpened: { owner: actor, name: text, settings },
  RoomRenamed: { name: text, by: text },
  SettingsChanged: { settings, by: text },
  UserInvited: { userId: text, by: text },
  RoleChanged: { userId: text, role: oneOf('moderator', 'member'), by: text },
  OwnershipTransferred: { to: text, by: text },
  UserMuted: { userId: text, until: time, by: text },
  UserRemoved: { userId: text, by: text },
  UserBanned: { userId: text, by: text },
  UserUnbanned: { userId: text, by: text },
  RoomArchived: { by: text },
  MemberJoined: { user: actor, kind: oneOf('member', 'visitor') },
  MemberLeft: { userId: text, visitEnded: optional(flag) },
  MessagePosted: {
    ...{ by: actor, content: text, messageType: text },
    ...{ clientMessageId: optional(text), replyTo: optional(replyTo) },
  },
  MessageEdited: { message: position, content: text, by: actor, postedAt: optional(time), root: optional(position) },
  MessageDeleted: {
    ...{ message: position, by: actor, authorId: optional(text) },
    ...{ postedAt: optional(time), root: optional(position) },
  },
  ReactionAdded: { message: position, emoji: text, by: actor },
  ReactionRemoved: { message: position, emoji: text, by: actor },
};

/** As `problemOf`, for the events of rooms. */
export const roomEventProblem = (event: Event): string | undefined => problemOf(shapes, event);
