import { formatMessageId, formatNotificationId, type Notification, type NotificationEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { ServerFrame } from '@noroshi/protocol';

export interface Epochs {
  /** Of the log of users. */
  readonly users: string;
  readonly rooms: string;
}

export function notificationFrame(notification: Notification, epochs: Epochs): ServerFrame {
  const message = notification.about?.message;
  return {
    kind: 'notification',
    id: formatNotificationId(epochs.users, notification.position),
    notification,
    ...(message === undefined ? {} : { messageId: formatMessageId(epochs.rooms, message) }),
  };
}

/** What a user's connections are told of an event; undefined: it is of a later version. */
export function frameOf(
  { event, position, recordedAt: at }: RecordedEvent<NotificationEvent>,
  epochs: Epochs,
): ServerFrame | undefined {
  const idOf = (of: number) => ({ id: formatNotificationId(epochs.users, of) });
  switch (event.type) {
    case 'NotificationAdded':
      return notificationFrame({ ...event.notification, position, addedAt: at, read: false }, epochs);
    case 'NotificationRead': {
      const { notification, unreadCount } = event;
      return { kind: 'notificationUpdated', ...idOf(notification), change: 'read', unreadCount, at };
    }
    case 'NotificationRemoved': {
      const { notification, unreadCount } = event;
      return { kind: 'notificationUpdated', ...idOf(notification), change: 'removed', unreadCount, at };
    }
    case 'AllNotificationsRead':
      return { kind: 'notificationUpdated', change: 'read', unreadCount: event.unreadCount, at };
    case 'NotificationsCleared':
      return { kind: 'notificationsCleared', unreadCount: event.unreadCount, at };
    default:
      return undefined;
  }
}
