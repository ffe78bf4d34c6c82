import { channels, type Actor } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { RoomWatchers } from '../rooms/room-watchers.js';
import type { TypingNews } from '../rooms/typing-news.js';
import { STOPS_AFTER_MS } from './typing.js';

export interface TypingWithoutSessionOptions {
  readonly broadcast: Pick<Broadcast, 'publish'>;
  readonly watchers: Pick<RoomWatchers, 'watch'>;
  /** Milliseconds without a new start; 3,000 by default. */
  readonly stopsAfterMs?: number;
}

/**
 * Who is typing and says so by a request. It ends by itself, as for sessions. The next request of somebody may come to another
 * gateway: what is heard to have been said later is that one's to end. The room's view must be open meanwhile, or that is not
 * heard; after a look into the room it lingers for longer than this.
 */
export class TypingWithoutSession {
  readonly #options: TypingWithoutSessionOptions;
  /** By room, then by user. */
  readonly #endings = new Map<string, Map<string, () => void>>();

  constructor(options: TypingWithoutSessionOptions) {
    this.#options = options;
  }

  type(user: Actor, roomId: string, isTyping: boolean): void {
    const at = Date.now();
    this.#forget(user, roomId);
    if (isTyping) this.#endLater(user, roomId, at);
    this.#tell(user, roomId, { isTyping, at });
  }

  #endLater(user: Actor, roomId: string, at: number): void {
    const { watchers, stopsAfterMs = STOPS_AFTER_MS } = this.#options;
    const watching = watchers.watch([roomId], {
      onTyping: (_, news) => {
        if (news.user.id === user.id && news.at > at) this.#forget(user, roomId);
      },
    });
    const timer = setTimeout(() => {
      this.#forget(user, roomId);
      this.#tell(user, roomId, { isTyping: false, at: Date.now() });
    }, stopsAfterMs);
    const forget = () => {
      clearTimeout(timer);
      watching.close();
    };
    const endings = this.#endings.get(roomId) ?? new Map<string, () => void>();
    this.#endings.set(roomId, endings.set(user.id, forget));
  }

  #forget(user: Actor, roomId: string): void {
    const endings = this.#endings.get(roomId);
    endings?.get(user.id)?.();
    if (endings?.delete(user.id) && endings.size === 0) this.#endings.delete(roomId);
  }

  #tell(user: Actor, roomId: string, said: Pick<TypingNews, 'isTyping' | 'at'>): void {
    const news: TypingNews = { user, ...said };
    this.#options.broadcast.publish(channels.typing(roomId), news);
  }
}
