import type { PresenceNews, RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { RoomAudience } from './room-view.js';
import type { TypingNews } from './typing-news.js';

/** What somebody wants to hear of rooms. */
export interface RoomWatcher {
  /** Each event as it is heard: the room's state has it already. */
  readonly onEvent?: (recorded: RecordedEvent<RoomEvent>) => void;
  /** What is kept nowhere: who comes and goes, and who types. */
  readonly onPresence?: (news: PresenceNews['news']) => void;
  readonly onTyping?: (roomId: string, news: TypingNews) => void;
}

/** Those who wait for what happens next in rooms and are no sessions. They hold the rooms' views, or nothing is heard. */
export class RoomWatchers {
  readonly #rooms = new Map<string, Set<RoomWatcher>>();

  /** How many rooms are watched. */
  get size(): number {
    return this.#rooms.size;
  }

  /** From now on. */
  watch(roomIds: readonly string[], watcher: RoomWatcher): { close(): void } {
    for (const roomId of roomIds) {
      const watching = this.#rooms.get(roomId) ?? new Set();
      this.#rooms.set(roomId, watching.add(watcher));
    }
    return {
      close: () => {
        for (const roomId of roomIds) this.#forget(roomId, watcher);
      },
    };
  }

  /** The same audience, and the watchers behind it. */
  beside(audience: RoomAudience): RoomAudience {
    return {
      onEvent: (recorded, state) => {
        audience.onEvent(recorded, state);
        for (const { onEvent } of this.#of(recorded.lane.entity)) onEvent?.(recorded);
      },
      onPresence: (news) => {
        audience.onPresence(news);
        for (const { onPresence } of this.#of(news.roomId)) onPresence?.(news);
      },
      onTyping: (roomId, news) => {
        audience.onTyping(roomId, news);
        for (const { onTyping } of this.#of(roomId)) onTyping?.(roomId, news);
      },
      onSignal: (roomId, news) => audience.onSignal(roomId, news),
    };
  }

  /** As they are now: who is told may stop watching. */
  #of(roomId: string): readonly RoomWatcher[] {
    return [...(this.#rooms.get(roomId) ?? [])];
  }

  #forget(roomId: string, watcher: RoomWatcher): void {
    const watching = this.#rooms.get(roomId);
    watching?.delete(watcher);
    if (watching?.size === 0) this.#rooms.delete(roomId);
  }
}
