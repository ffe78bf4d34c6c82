import { fold, unfolded, type Folded, type RecordedEvent } from '@noroshi/event-sourcing';
import type { NotificationBox, NotificationPage, NotificationQuery } from './notification-box.js';
import type { NotificationEvent } from './notification-events.js';
import { notificationDecider, notificationPageOf, type Notifications } from './notifications.js';

const nothing: Folded<Notifications> = unfolded(notificationDecider);

/** Notifications in memory, rebuilt from the log at every start: for the lite stack and for tests. */
export class InMemoryNotificationBox implements NotificationBox {
  #users = new Map<string, Folded<Notifications>>();

  apply(recorded: RecordedEvent<NotificationEvent>): Promise<void> {
    const userId = recorded.lane.entity;
    this.#users.set(userId, fold(notificationDecider.evolve, this.#users.get(userId) ?? nothing, recorded));
    return Promise.resolve();
  }

  page(query: NotificationQuery): Promise<NotificationPage> {
    const { state } = this.#users.get(query.userId) ?? nothing;
    return Promise.resolve(notificationPageOf(state, query));
  }

  /** Takes over what another one holds, which is not to be used any more: a rebuild, in one instant. */
  become(other: InMemoryNotificationBox): void {
    this.#users = other.#users;
  }

  /** Replaces what one user has by what these events fold to. False, and nothing has changed, when later ones are applied already. */
  refold(userId: string, events: readonly RecordedEvent<NotificationEvent>[]): boolean {
    const folded = events.reduce((before, recorded) => fold(notificationDecider.evolve, before, recorded), nothing);
    const known = this.#users.get(userId) ?? nothing;
    if (lastOf(known) > lastOf(folded)) return false;
    this.#users.set(userId, folded);
    return true;
  }
}

const lastOf = ({ positions }: Folded<unknown>): number => Math.max(0, ...Object.values(positions));
