import type { Live } from './live.js';

export interface Notification {
  readonly id: string;
  readonly title: string;
  readonly message: string;
  readonly type: 'info' | 'success' | 'warning' | 'error';
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isRead: boolean;
  readonly actionUrl?: string;
  readonly actionLabel?: string;
  /** Goes away by itself after `duration` milliseconds. */
  readonly autoRemove?: boolean;
  readonly duration?: number;
  /** What it is about. */
  readonly roomId?: string;
  readonly messageId?: string;
}

export interface NotificationsState {
  /** Newest first, at most 200. */
  readonly items: readonly Notification[];
  readonly unreadCount: number;
}

/** One's own notifications, the same on all connections of the user. Heard from the first `subscribe` or `on`. */
export interface Notifications extends Live<NotificationsState> {
  /** One that has just come. */
  on(event: 'notification', listener: (notification: Notification) => void): () => void;
  markRead(id: string): Promise<void>;
  markAllRead(): Promise<void>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}
