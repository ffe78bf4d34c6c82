import type { Notifications, NotificationsState } from '@noroshi/client';
import { useMemo } from 'react';
import { useClient } from './provider.js';
import { useLive } from './use-live.js';

export type NotificationList = NotificationsState &
  Pick<Notifications, 'markRead' | 'markAllRead' | 'remove' | 'clear'>;

const NONE: NotificationsState = { items: [], unreadCount: 0 };

/**
 * One's notifications, newest first, how many are unread, and what can be done with them: on all of the user's devices. Draws
 * again when one comes, is read or is removed. To show each one that comes: `useClient().notifications.on('notification', ...)`.
 */
export function useNotifications(): NotificationList {
  const { notifications } = useClient();
  const state = useLive(notifications, undefined, NONE);
  return useMemo(
    () => ({
      ...state,
      markRead: (id) => notifications.markRead(id),
      markAllRead: () => notifications.markAllRead(),
      remove: (id) => notifications.remove(id),
      clear: () => notifications.clear(),
    }),
    [notifications, state],
  );
}
