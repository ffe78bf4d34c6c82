import type { AccessEvent } from '../access/access.js';
import type { NotificationEvent } from '../notifications/notification-events.js';
import type { SessionEvent } from '../presence/session-events.js';
import type { UserEvent } from '../read-cursor/read-cursor.js';
import type { RoomEvent } from '../room/events.js';
import type { StatusChosen } from '../user-status/user-status.js';

type Meanings<E extends { readonly type: string }> = Readonly<Record<E['type'], string>>;

/** What each event says, for those who read the topic and not this code. */
export const roomEventMeanings: Meanings<RoomEvent> = {
  RoomOpened: 'A room was opened.',
  RoomRenamed: 'A room has another name.',
  SettingsChanged: 'A room has other settings: all of them, as they are now.',
  UserInvited: 'Somebody may come into a room that is not public.',
  RoleChanged: 'A member became a moderator, or is none any more.',
  OwnershipTransferred: 'A room has another owner; the former one stays as a member.',
  UserMuted: 'Somebody may not talk in a room until then; a time that has passed ends the mute.',
  UserRemoved: 'Somebody was removed from a room, and may come back.',
  UserBanned: 'Somebody may not come into a room, and is no member of it.',
  UserUnbanned: 'Somebody may come into a room again.',
  RoomArchived: 'A room was closed for good.',
  MemberJoined:
    'Somebody became a member, until leaving or being removed, or a visitor, until some time after the last connection left.',
  MemberLeft: 'Somebody is no member or visitor of a room any more, and was not made to go.',
  MessagePosted: 'Somebody said something. The message is known by the place of this event.',
  MessageEdited: 'A message has another content.',
  MessageDeleted: 'A message was deleted.',
  ReactionAdded: 'Somebody reacted to a message with an emoji.',
  ReactionRemoved: 'Somebody took back a reaction.',
};

export const userEventMeanings: Meanings<UserEvent | AccessEvent | StatusChosen | NotificationEvent> = {
  NotificationAdded: 'A user is to be told something.',
  NotificationRead: 'A user has read a notification.',
  AllNotificationsRead: 'A user has read all notifications.',
  NotificationRemoved: 'A user removed a notification.',
  NotificationsCleared: 'A user removed all notifications.',
  StatusChosen: 'A user chose how to be seen while connected; dnd: does not want to be disturbed.',
  RoomRead: 'A user has read a room up to a place.',
  UserRevoked: 'What was given to a user before that time, tokens and sessions, counts no more.',
};

export const sessionEventMeanings: Meanings<SessionEvent> = {
  GatewayStarted: 'A gateway process began to tell of its connections, from change 1.',
  GatewayIntroduced: 'A gateway has told of all its connections; what earlier runs of it have told is over.',
  SessionOpened:
    'A connection has a user; again for one whose guest has proved to be a user, or whose gateway tells everything anew.',
  RoomEntered: 'A connection came into a room.',
  RoomExited: 'A connection left a room.',
  SessionClosed: 'A connection is gone, out of all its rooms.',
  SessionIdled: 'Nothing but keep-alives has come over a connection for a while.',
  SessionWoke: 'Something came over an idle connection.',
  SessionLost: 'A gateway has fallen silent, so its connection is taken for gone.',
};
