import type { Notification, Notifications, NotificationsState } from '../api/notifications.js';
import type { Rest } from '../api/rest.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { NotificationFrame, ServerFrame } from '../wire/server-frame.js';
import { notificationOf, timeOf, type FrameOf } from './frames.js';
import { Listeners } from './listeners.js';
import { Derived } from './live-values.js';

interface Needs {
  readonly listen: () => void;
  /** @throws NoroshiError */
  readonly ask: (frame: ClientFrame) => Promise<unknown>;
  readonly rest: Rest;
}

/** As the REST API has it. */
type Item = Omit<Notification, 'at' | 'isRead'> & { readonly timestamp: string; readonly read: boolean };

type Updated = FrameOf<'notificationUpdated'>;

const MOST = 200;
const PAGE = 100;

const itemOf = ({ timestamp, read, ...rest }: Item): Notification => ({ ...rest, at: timeOf(timestamp), isRead: read });

/** Those that are told, in whatever order they come, with what was done to them on any connection of the user. */
export class NotificationList extends Derived<NotificationsState> implements Notifications {
  readonly #needs: Needs;
  readonly #listeners = new Listeners<{ notification: Notification }>();
  readonly #items = new Map<string, Notification>();
  /** Unread ones beyond those that are held. */
  #unreadCount: number | undefined;
  /** Until all that were there are told, none has just come. */
  #isCatchingUp = true;
  /** What was done while the list was being read: the page may not know of it. */
  #changes: Updated[] | undefined;

  constructor(needs: Needs) {
    super(() => this.#state(), needs.listen);
    this.#needs = needs;
  }

  on(_event: 'notification', listener: (notification: Notification) => void): () => void {
    this.#needs.listen();
    return this.#listeners.on('notification', listener);
  }

  async markRead(id: string): Promise<void> {
    await this.#needs.ask({ action: 'readNotification', id });
  }

  async markAllRead(): Promise<void> {
    await this.#needs.ask({ action: 'readAllNotifications' });
  }

  async remove(id: string): Promise<void> {
    await this.#needs.ask({ action: 'removeNotification', id });
  }

  async clear(): Promise<void> {
    await this.#needs.ask({ action: 'clearNotifications' });
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
    this.#unreadCount = undefined;
    for (const [id, item] of this.#items) if (!item.isRead) this.#items.delete(id);
  }

  /** The unread ones were told: the others are read, as far as anybody may. */
  async ready(): Promise<void> {
    this.#isCatchingUp = false;
    this.#changes = [];
    try {
      const { items } = await this.#needs.rest.request<{ readonly items: readonly Item[] }>(
        'GET',
        `/me/notifications?limit=${PAGE}`,
      );
      for (const item of items) if (!this.#items.has(item.id)) this.#items.set(item.id, itemOf(item));
      for (const change of this.#changes) this.#change(change);
    } catch {
      // Guests have none that are kept, and what is unread is known.
    }
    this.#changes = undefined;
    this.#trim();
  }

  heard(frame: ServerFrame): void {
    if (frame.type === 'notification') this.#came(frame);
    else if (frame.type === 'notificationsCleared') this.#items.clear();
    else if (frame.type === 'notificationUpdated') this.#updated(frame);
    else return;
    this.#trim();
  }

  #came(frame: NotificationFrame): void {
    const notification = notificationOf(frame);
    const isNew = !this.#items.has(notification.id) && !this.#isCatchingUp;
    this.#items.set(notification.id, notification);
    if (!isNew) return;
    if (this.#unreadCount !== undefined) this.#unreadCount += 1;
    this.#listeners.tell('notification', notification);
  }

  #updated(frame: Updated): void {
    this.#unreadCount = frame.unreadCount;
    this.#changes?.push(frame);
    this.#change(frame);
  }

  #change({ id, change }: Updated): void {
    for (const item of id === undefined ? [...this.#items.values()] : [this.#items.get(id)])
      if (item && change === 'removed') this.#items.delete(item.id);
      else if (item) this.#items.set(item.id, { ...item, isRead: true });
  }

  #trim(): void {
    for (const { id } of this.#newestFirst().slice(MOST)) this.#items.delete(id);
    this.stale();
  }

  #newestFirst(): readonly Notification[] {
    return [...this.#items.values()].sort((left, right) => right.at - left.at);
  }

  #state(): NotificationsState {
    const items = this.#newestFirst();
    return { items, unreadCount: this.#unreadCount ?? items.filter(({ isRead }) => !isRead).length };
  }
}
