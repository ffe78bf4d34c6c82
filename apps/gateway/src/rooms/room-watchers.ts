import type { RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { RoomAudience } from './room-view.js';

type OnNews = (recorded: RecordedEvent<RoomEvent>) => void;

/** Those who wait for what happens next in rooms and are no sessions. They hold the rooms' views, or nothing is heard. */
export class RoomWatchers {
  readonly #rooms = new Map<string, Set<OnNews>>();

  /** How many rooms are watched. */
  get size(): number {
    return this.#rooms.size;
  }

  /** From now on, each event as it is heard: the room's state has it already. */
  watch(roomIds: readonly string[], onNews: OnNews): { close(): void } {
    for (const roomId of roomIds) {
      const watching = this.#rooms.get(roomId) ?? new Set();
      this.#rooms.set(roomId, watching.add(onNews));
    }
    return {
      close: () => {
        for (const roomId of roomIds) this.#forget(roomId, onNews);
      },
    };
  }

  /** The same audience, and the watchers behind it. */
  beside(audience: RoomAudience): RoomAudience {
    return {
      onEvent: (recorded, state) => {
        audience.onEvent(recorded, state);
        for (const onNews of [...(this.#rooms.get(recorded.lane.entity) ?? [])]) onNews(recorded);
      },
      onPresence: (news) => audience.onPresence(news),
      onTyping: (roomId, news) => audience.onTyping(roomId, news),
      onSignal: (roomId, news) => audience.onSignal(roomId, news),
    };
  }

  #forget(roomId: string, onNews: OnNews): void {
    const watching = this.#rooms.get(roomId);
    watching?.delete(onNews);
    if (watching?.size === 0) this.#rooms.delete(roomId);
  }
}
