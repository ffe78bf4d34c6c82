import { parseNotificationId, type ChangeNotifications } from '@noroshi/domain';
import type { ClientFrame } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import type { MessagesClient } from '../services/service-clients.js';
import type { KnownPeer } from '../sessions/peer.js';

export const NOT_FOR_GUESTS = 'Guests have no notifications';

export type NotificationWish = Extract<ClientFrame, { kind: 'notifications' }>;

export interface NotificationChangesOptions {
  readonly messages: Pick<MessagesClient, 'changeNotifications'>;
  /** Of the log of users. */
  readonly epoch: string;
}

/** What users do with notifications, wherever they say it. */
export class NotificationChanges {
  readonly #options: NotificationChangesOptions;

  constructor(options: NotificationChangesOptions) {
    this.#options = options;
  }

  /** All other connections of the user are told. @throws Refused */
  async ofSession({ session }: KnownPeer, wish: NotificationWish): Promise<void> {
    const { user } = session.identity;
    if (user.guest) throw new Refused('unauthenticated', NOT_FOR_GUESTS);
    await this.make(user.id, wish, session.connectionId);
  }

  /** @param via the connection that knows of it already @returns how many are unread then @throws Refused */
  async make(userId: string, wish: NotificationWish, via?: string): Promise<number> {
    const request = { userId, change: this.#changeOf(wish), ...(via === undefined ? {} : { via }) };
    const answer = await this.#options.messages.changeNotifications(request);
    if (!answer.ok) throw new Refused(answer.code);
    return answer.unreadCount;
  }

  #changeOf(wish: NotificationWish): ChangeNotifications {
    switch (wish.change) {
      case 'readAll':
        return { type: 'ReadAllNotifications' };
      case 'clear':
        return { type: 'ClearNotifications' };
      case 'read':
        return { type: 'ReadNotification', notification: this.#positionOf(wish.id) };
      case 'remove':
        return { type: 'RemoveNotification', notification: this.#positionOf(wish.id) };
    }
  }

  #positionOf(id: string): number {
    const parsed = parseNotificationId(id);
    if (parsed?.epoch !== this.#options.epoch) throw new Refused('notification_not_found');
    return parsed.position;
  }
}
