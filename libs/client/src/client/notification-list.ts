import type { Notification, Notifications, NotificationsState } from '../api/notifications.js';
import type { Rest } from '../api/rest.js';
import type { NotificationFrame, ServerFrame } from '../wire/server-frame.js';
import type { CoreLink } from './core-link.js';
import { timeOf, type FrameOf } from './frames.js';
import { Listeners } from './listeners.js';
import { Derived } from './live-values.js';

interface Needs {
  readonly listen: () => void;
  /** Which rooms they are about counts for the list of rooms. */
  readonly changed: () => void;
  readonly link: Pick<CoreLink, 'ask'>;
  readonly rest: Rest;
}

/** As the REST API has it. */
type Item = Omit<Notification, 'at' | 'isRead'> & { readonly timestamp: string; readonly read: boolean };

type Change = Pick<FrameOf<'notificationUpdated'>, 'id' | 'change'>;

const MOST = 200;
const PAGE = 100;

const told = <T extends Pick<Item, 'timestamp' | 'read'>>({ timestamp, read, ...rest }: T) => ({
  ...rest,
  at: timeOf(timestamp),
  isRead: read,
});

/** Those that are told, in whatever order they come, with what was done to them on any connection of the user. */
export class NotificationList extends Derived<NotificationsState> implements Notifications {
  readonly #needs: Needs;
  readonly #listeners = new Listeners<{ notification: Notification }>();
  readonly #items = new Map<string, Notification>();
  /** Until all that were there are told, none has just come. */
  #isCatchingUp = true;
  /** What was done while the list was being read: the page may not know of it. */
  #changes: Change[] | undefined;

  constructor(needs: Needs) {
    super(() => this.#state(), needs.listen);
    this.#needs = needs;
  }

  on(_event: 'notification', listener: (notification: Notification) => void): () => void {
    this.#needs.listen();
    return this.#listeners.on('notification', listener);
  }

  async markRead(id: string): Promise<void> {
    await this.#needs.link.ask({ action: 'readNotification', id });
  }

  async markAllRead(): Promise<void> {
    await this.#needs.link.ask({ action: 'readAllNotifications' });
  }

  async remove(id: string): Promise<void> {
    await this.#needs.link.ask({ action: 'removeNotification', id });
  }

  async clear(): Promise<void> {
    await this.#needs.link.ask({ action: 'clearNotifications' });
  }

  /** Unread ones by room. */
  byRoom(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { roomId, isRead } of this.#items.values())
      if (roomId !== undefined && !isRead) counts.set(roomId, (counts.get(roomId) ?? 0) + 1);
    return counts;
  }

  /** Asked for anew: what is not told again was read or removed meanwhile. */
  asked(): void {
    this.#isCatchingUp = true;
    for (const [id, item] of this.#items) if (!item.isRead) this.#items.delete(id);
  }

  /** The unread ones were told: the others are read, as far as anybody may. */
  async ready(): Promise<void> {
    this.#isCatchingUp = false;
    this.#changes = [];
    try {
      const path = `/me/notifications?limit=${PAGE}`;
      const { items } = await this.#needs.rest.request<{ readonly items: readonly Item[] }>('GET', path);
      for (const item of items) this.#read(told(item), this.#changes);
    } catch {
      // Guests have none that are kept, and what is unread is known.
    }
    this.#changes = undefined;
    this.#trim();
  }

  heard(frame: ServerFrame): void {
    if (frame.type === 'notification') this.#came(frame);
    else if (frame.type === 'notificationsCleared') this.changed({ change: 'removed' });
    else if (frame.type === 'notificationUpdated') this.changed(frame);
  }

  /** On whatever connection of the user. Without an id: all of them. */
  changed(change: Change): void {
    this.#changes?.push(change);
    this.#change(change);
    this.#trim();
  }

  /** What is held is newer. */
  #read(item: Notification, changes: readonly Change[]): void {
    if (this.#items.has(item.id)) return;
    const own = changes.filter(({ id }) => id === undefined || id === item.id);
    if (own.some(({ change }) => change === 'removed')) return;
    this.#items.set(item.id, { ...item, isRead: item.isRead || own.length > 0 });
  }

  #came(frame: NotificationFrame): void {
    const { level: type, ...rest } = told(frame);
    const notification = { ...rest, type };
    const isNew = !this.#items.has(notification.id) && !this.#isCatchingUp;
    this.#items.set(notification.id, notification);
    this.#trim();
    if (isNew) this.#listeners.tell('notification', notification);
  }

  #change({ id, change }: Change): void {
    for (const item of id === undefined ? [...this.#items.values()] : [this.#items.get(id)])
      if (item && change === 'removed') this.#items.delete(item.id);
      else if (item) this.#items.set(item.id, { ...item, isRead: true });
  }

  #trim(): void {
    for (const { id } of this.#newestFirst().slice(MOST)) this.#items.delete(id);
    this.stale();
    this.#needs.changed();
  }

  #newestFirst(): readonly Notification[] {
    return [...this.#items.values()].sort((left, right) => right.at - left.at);
  }

  #state(): NotificationsState {
    const items = this.#newestFirst();
    return { items, unreadCount: items.filter(({ isRead }) => !isRead).length };
  }
}
