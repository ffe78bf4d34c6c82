import type { Lane, Position } from '@noroshi/event-sourcing';
import { userCategory } from '../read-cursor/read-cursor.js';
import type { NotificationContent } from './notification.js';

interface Changed {
  /** After the change. */
  readonly unreadCount: number;
  /** The connection that asked for it, which knows already. */
  readonly via?: string;
}

/** What a user is told of and does with it: on the lane `notices` of the user. */
export type NotificationEvent =
  | {
      readonly type: 'NotificationAdded';
      readonly notification: NotificationContent;
      /** Of two with one key the second is never stored. */
      readonly key?: string;
      readonly unreadCount: number;
    }
  | (Changed & { readonly type: 'NotificationRead'; readonly notification: Position })
  | (Changed & { readonly type: 'AllNotificationsRead' })
  | (Changed & { readonly type: 'NotificationRemoved'; readonly notification: Position })
  | (Changed & { readonly type: 'NotificationsCleared' });

export const noticesLaneName = 'notices';
export const noticesLane = (userId: string): Lane => ({
  category: userCategory,
  entity: userId,
  name: noticesLaneName,
});
