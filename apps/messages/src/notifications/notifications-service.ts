import {
  fitting,
  noticesLane,
  notificationDecider,
  unreadCountOf,
  type NotificationBox,
  type NotificationCommand,
  type NotificationEvent,
  type NotificationRejection,
  type Notifications,
} from '@noroshi/domain';
import { EventLogUnavailable, type EventStore, type Position } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';
import { attempt } from '../attempt.js';
import type { AnswerOf, RequestOf } from '../requests.js';
import { UserLane } from '../user-lane.js';

export interface NotificationsServiceOptions {
  readonly users: Pick<EventStore<NotificationEvent>, 'append' | 'read' | 'lastPosition'>;
  readonly box: NotificationBox;
  /** Settles once the box has come to this position; false: not in time. */
  readonly boxReaches: (position: Position) => Promise<boolean>;
  /** Everything up to there is in the box. */
  readonly boxPosition: () => Position;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Up to 500 notifications each. */
const KEPT_USERS = 1_000;

/** What users are told, and what they do with it. */
export class NotificationsService {
  private readonly lanes: UserLane<Notifications, NotificationCommand, NotificationEvent, NotificationRejection>;

  constructor(private readonly options: NotificationsServiceOptions) {
    this.lanes = new UserLane({
      ...{ decider: notificationDecider, store: options.users, laneOf: noticesLane, kept: KEPT_USERS },
      isReadAlways: true,
    });
  }

  notify({ userId, notification, key }: RequestOf<'notify'>): AnswerOf<'notify'> {
    return attempt(this.options.logger, async () => {
      const outcome = await this.lanes.execute(
        userId,
        { type: 'AddNotification', notification, ...(key === undefined ? {} : { key }) },
        // Unique over the log, while a key is unique to its user.
        key === undefined ? {} : { idempotencyKey: `notices/${encodeURIComponent(userId)}/${key}` },
      );
      if (outcome.kind === 'rejected') return { ok: false, code: outcome.rejection };
      if (outcome.kind === 'stored') return { ok: true, position: outcome.position };
      return { ok: true, position: (await this.lanes.known(userId)).keys.get(key ?? '') ?? 0 };
    });
  }

  notifications(query: RequestOf<'notifications'>): AnswerOf<'notifications'> {
    return attempt(this.options.logger, async () => {
      const { box, boxReaches, boxPosition, users } = this.options;
      const end = await users.lastPosition(noticesLane(query.userId));
      if (!(await boxReaches(end))) throw new EventLogUnavailable(`notifications have not come to ${end} in time`);
      // Before the box is asked: it may get further meanwhile, which shows in the positions of what it gives.
      const position = boxPosition();
      const { items, more, unreadCount } = await box.page(query);
      // Of the latest ones those fit that are last.
      const isForwards = query.after !== undefined;
      const fit = fitting(isForwards ? items : items.toReversed(), query.limit);
      const shown = isForwards ? fit.items : fit.items.toReversed();
      return { ok: true, items: shown, more: more || fit.more, unreadCount, position };
    });
  }

  changeNotifications({ userId, change, via }: RequestOf<'changeNotifications'>): AnswerOf<'changeNotifications'> {
    return attempt(this.options.logger, async () => {
      const outcome = await this.lanes.execute(userId, via === undefined ? change : { ...change, via });
      if (outcome.kind === 'rejected') return { ok: false, code: outcome.rejection };
      if (outcome.kind === 'stored') return { ok: true, unreadCount: outcome.event.unreadCount };
      return { ok: true, unreadCount: unreadCountOf(await this.lanes.known(userId)) };
    });
  }
}
