import { accept, reject, unchanged, type Decider, type Decision, type Position } from '@noroshi/event-sourcing';
import type { Notification, NotificationContent } from './notification.js';
import { notificationProblem } from './notification.js';
import type { NotificationPage, NotificationQuery } from './notification-box.js';
import type { NotificationEvent } from './notification-events.js';

/** All that a user has been told of and not removed, oldest first. Never changed in place. */
export interface Notifications {
  readonly items: ReadonlyMap<Position, Notification>;
  /** Of the last ones that had one, also of those that are removed. */
  readonly keys: ReadonlyMap<string, Position>;
}

export type ChangeNotifications =
  | { readonly type: 'ReadNotification'; readonly notification: Position }
  | { readonly type: 'ReadAllNotifications' }
  | { readonly type: 'RemoveNotification'; readonly notification: Position }
  | { readonly type: 'ClearNotifications' };

export type NotificationCommand =
  | { readonly type: 'AddNotification'; readonly notification: NotificationContent; readonly key?: string }
  | (ChangeNotifications & { readonly via?: string });

export const notificationRejections = ['notification_not_found', 'invalid_notification'] as const;
export type NotificationRejection = (typeof notificationRejections)[number];

type NotificationDecision = Decision<NotificationEvent, NotificationRejection>;

/** Whoever never looks does not fill the memory: the oldest goes. */
const MOST_KEPT = 500;
/** Whoever adds one again does so soon, or not at all. */
const MOST_KEYS = 1_000;

/** What of all that one user has is asked for. */
export function notificationPageOf(
  notifications: Pick<Notifications, 'items'>,
  { unreadOnly, before = Infinity, after, limit }: Omit<NotificationQuery, 'userId'>,
): NotificationPage {
  const all = [...notifications.items.values()];
  const wanted = all.filter(
    ({ position, read }) => !(unreadOnly && read) && position < before && position > (after ?? 0),
  );
  const items = after === undefined ? wanted.slice(-limit) : wanted.slice(0, limit);
  return { items, more: wanted.length > items.length, unreadCount: countUnread(all) };
}

export const unreadCountOf = ({ items }: Notifications): number => countUnread(items.values());

/** At most one event for each command, and none for a key that is known: so each is added exactly once. */
export const notificationDecider: Decider<
  Notifications,
  NotificationCommand,
  NotificationEvent,
  NotificationRejection
> = {
  initialState: { items: new Map(), keys: new Map() },
  decide: (command, state) => (command.type === 'AddNotification' ? add(command, state) : change(command, state)),
  evolve: (state, { event, position, recordedAt }) => {
    switch (event.type) {
      case 'NotificationAdded':
        return added(state, event, { position, addedAt: recordedAt });
      case 'NotificationRead':
        return { ...state, items: readOnes(state.items, (each) => each === event.notification) };
      case 'AllNotificationsRead':
        return { ...state, items: readOnes(state.items, () => true) };
      case 'NotificationRemoved':
        return { ...state, items: new Map([...state.items].filter(([each]) => each !== event.notification)) };
      case 'NotificationsCleared':
        return { ...state, items: new Map() };
      default:
        return state;
    }
  },
};

function add(
  { notification, key }: Extract<NotificationCommand, { type: 'AddNotification' }>,
  state: Notifications,
): NotificationDecision {
  if (key !== undefined && state.keys.has(key)) return unchanged;
  if (notificationProblem(notification) !== undefined) return reject('invalid_notification');
  const kept = [...state.items.values()].slice(-(MOST_KEPT - 1));
  const unreadCount = countUnread(kept) + 1;
  return accept({ type: 'NotificationAdded', notification, unreadCount, ...(key === undefined ? {} : { key }) });
}

function change(
  command: Exclude<NotificationCommand, { type: 'AddNotification' }>,
  state: Notifications,
): NotificationDecision {
  const via = command.via === undefined ? {} : { via: command.via };
  switch (command.type) {
    case 'ReadAllNotifications':
      return unreadCountOf(state) === 0 ? unchanged : accept({ type: 'AllNotificationsRead', unreadCount: 0, ...via });
    case 'ClearNotifications':
      return state.items.size === 0 ? unchanged : accept({ type: 'NotificationsCleared', unreadCount: 0, ...via });
    default:
      return changeOne(command, state, via);
  }
}

function changeOne(
  command: Extract<NotificationCommand, { readonly notification: Position }>,
  state: Notifications,
  via: { readonly via?: string },
): NotificationDecision {
  const { notification } = command;
  const unread = unreadCountOf(state);
  const item = state.items.get(notification);
  if (!item) return reject('notification_not_found');
  const unreadCount = item.read ? unread : unread - 1;
  if (command.type === 'RemoveNotification')
    return accept({ type: 'NotificationRemoved', notification, unreadCount, ...via });
  return item.read ? unchanged : accept({ type: 'NotificationRead', notification, unreadCount, ...via });
}

function added(
  { items, keys }: Notifications,
  { notification, key }: Extract<NotificationEvent, { type: 'NotificationAdded' }>,
  place: { readonly position: Position; readonly addedAt: number },
): Notifications {
  const all = [...items, [place.position, { ...notification, ...place, read: false }] as const];
  return {
    items: new Map(all.slice(-MOST_KEPT)),
    keys: key === undefined ? keys : new Map([...keys, [key, place.position] as const].slice(-MOST_KEYS)),
  };
}

const readOnes = (
  items: ReadonlyMap<Position, Notification>,
  isMeant: (position: Position) => boolean,
): ReadonlyMap<Position, Notification> =>
  new Map([...items].map(([position, item]) => [position, isMeant(position) ? { ...item, read: true } : item]));

function countUnread(items: Iterable<Notification>): number {
  let count = 0;
  for (const { read } of items) if (!read) count += 1;
  return count;
}
