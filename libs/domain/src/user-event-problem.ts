import type { Event } from '@noroshi/event-sourcing';
import type { AccessEvent } from './access/access.js';
import { fields, flag, oneOf, optional, position, problemOf, text, time, type Shapes } from './event-shape.js';
import type { NotificationEvent } from './notifications/notification-events.js';
import type { UserEvent } from './read-cursor/read-cursor.js';
import type { StatusChosen } from './user-status/user-status.js';

const notification = fields({
  title: text,
  message: text,
  type: oneOf('info', 'success', 'warning', 'error'),
  actionUrl: optional(text),
  actionLabel: optional(text),
  autoRemove: optional(flag),
  duration: optional(time),
  about: optional(fields({ roomId: text, message: optional(position) })),
});
const changed = { unreadCount: time, via: optional(text) };

const shapes: Shapes<UserEvent | AccessEvent | StatusChosen | NotificationEvent> = {
  NotificationAdded: { notification, key: optional(text), unreadCount: time },
  NotificationRead: { notification: position, ...changed },
  AllNotificationsRead: changed,
  NotificationRemoved: { notification: position, ...changed },
  NotificationsCleared: changed,
  StatusChosen: { status: oneOf('online', 'dnd') },
  RoomRead: { roomId: text, position },
  UserRevoked: { at: time, by: fields({ kind: oneOf('user', 'key'), id: text }) },
};

/** As `problemOf`, for the events of users. */
export const userEventProblem = (event: Event): string | undefined => problemOf(shapes, event);
