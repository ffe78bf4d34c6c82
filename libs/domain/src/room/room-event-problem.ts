import type { Event } from '@noroshi/event-sourcing';
import { anActor } from '../actor.js';
import {
  described,
  fields,
  flag,
  number,
  oneOf,
  optional,
  position,
  problemOf,
  text,
  time,
  type Shapes,
} from '../event-shape.js';
import type { RoomEvent } from './events.js';

const settings = fields({
  isPublic: described('Anybody may come in and read; else by invitation.', flag),
  maxMembers: number,
  allowFileSharing: flag,
});
/** Of those who may not be known to the room by more. */
const userId = described('The id of a user.', text);
const message = described('The position of the MessagePosted that it is about.', position);
const postedAt = optional(described('When the message was posted, in milliseconds since 1970.', number));

const rootOf = 'The position of the message that began the conversation: one that answers no other.';
const root = optional(described(rootOf, position));
const replyTo = described(
  'Which message this one answers.',
  fields({
    message: described('The position of its MessagePosted.', position),
    root: described(rootOf, position),
    author: fields({ id: text, guest: flag }),
  }),
);

export const roomEventShapes: Shapes<RoomEvent> = {
  RoomOpened: { owner: anActor, name: text, settings },
  RoomRenamed: { name: text, by: userId },
  SettingsChanged: { settings, by: userId },
  UserInvited: { userId, by: userId },
  RoleChanged: { userId, role: oneOf('moderator', 'member'), by: userId },
  OwnershipTransferred: { to: userId, by: userId },
  UserMuted: { userId, until: time, by: userId },
  UserRemoved: { userId, by: userId },
  UserBanned: { userId, by: userId },
  UserUnbanned: { userId, by: userId },
  RoomArchived: { by: userId },
  MemberJoined: { user: anActor, kind: oneOf('member', 'visitor') },
  MemberLeft: {
    userId,
    visitEnded: optional(described('Nobody left: the grace of a visitor who was away ran out.', flag)),
  },
  MessagePosted: {
    by: anActor,
    content: text,
    messageType: described('What the content is: text, image, file, …; system: the platform says it.', text),
    clientMessageId: optional(described('Unique per user and room: a resend is stored once.', text)),
    replyTo: optional(replyTo),
  },
  MessageEdited: { message, content: text, by: anActor, postedAt, root },
  MessageDeleted: {
    message,
    by: anActor,
    authorId: optional(described('Whose message it was.', text)),
    postedAt,
    root,
  },
  ReactionAdded: { message, emoji: text, by: anActor },
  ReactionRemoved: { message, emoji: text, by: anActor },
};

/** As `problemOf`, for the events of rooms. */
export const roomEventProblem = (event: Event): string | undefined => problemOf(roomEventShapes, event);
