import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { Notification } from './notification.js';
import type { NotificationEvent } from './notification-events.js';

/** `before` and `after` are exclusive; neither: the latest. */
export interface NotificationQuery {
  readonly userId: string;
  readonly unreadOnly: boolean;
  readonly before?: Position;
  readonly after?: Position;
  /** 1 to 100. */
  readonly limit: number;
}

/** Oldest first. `more`: there are further ones in the direction that was asked for. */
export interface NotificationPage {
  readonly items: readonly Notification[];
  readonly more: boolean;
  /** Of all of the user's, whatever was asked for. */
  readonly unreadCount: number;
}

/**
 * What every user has been told of: the read model of the lanes `notices`.
 *
 * `apply` is idempotent (`notificationBoxContract`): replaying the log changes nothing. At most 500 are kept of a user.
 */
export interface NotificationBox {
  apply(recorded: RecordedEvent<NotificationEvent>): Promise<void>;
  page(query: NotificationQuery): Promise<NotificationPage>;
}
