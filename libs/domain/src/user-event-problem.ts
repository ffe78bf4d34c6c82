import type { Event } from '@noroshi/event-sourcing';
import type { AccessEvent } from './access/access.js';
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
} from './event-shape.js';
import type { NotificationEvent } from './notifications/notification-events.js';
import type { UserEvent } from './read-cursor/read-cursor.js';
import type { StatusChosen } from './user-status/user-status.js';

const ofTalk = described('The position of a MessagePosted, in the log of rooms.', position);
const added = described('The position of the NotificationAdded that it is about.', position);

const notificationContent = fields({
  title: text,
  message: text,
  type: oneOf('info', 'success', 'warning', 'error'),
  actionUrl: optional(text),
  actionLabel: optional(text),
  autoRemove: optional(described('It may be taken off the screen by itself.', flag)),
  duration: optional(described('Milliseconds on the screen.', number)),
  about: optional(fields({ roomId: text, message: optional(ofTalk) })),
});
const unreadCount = described('After the change.', number);
const changed = {
  unreadCount,
  via: optional(described('The connection that asked for it.', text)),
};

export const userEventShapes: Shapes<UserEvent | AccessEvent | StatusChosen | NotificationEvent> = {
  NotificationAdded: {
    notification: notificationContent,
    key: optional(described('Of two with one key the second is never stored.', text)),
    unreadCount,
  },
  NotificationRead: { notification: added, ...changed },
  AllNotificationsRead: changed,
  NotificationRemoved: { notification: added, ...changed },
  NotificationsCleared: changed,
  StatusChosen: { status: oneOf('online', 'dnd') },
  RoomRead: { roomId: text, position: described('Up to where, in the log of rooms.', position) },
  UserRevoked: { at: time, by: fields({ kind: oneOf('user', 'key'), id: text }) },
};

/** As `problemOf`, for the events of users. */
export const userEventProblem = (event: Event): string | undefined => problemOf(userEventShapes, event);
