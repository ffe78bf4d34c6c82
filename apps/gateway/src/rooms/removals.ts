import type { RoomEvent } from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';

/** Who was removed from a room, and has not come back. */
export class Removals {
  readonly #positions = new Map<string, Position>();

  hear({ event, position }: RecordedEvent<RoomEvent>): void {
    if (event.type === 'UserRemoved') this.#positions.set(event.userId, position);
    if (event.type === 'MemberJoined') this.#positions.delete(event.user.id);
  }

  hasSince(position: Position, userId: string): boolean {
    return (this.#positions.get(userId) ?? 0) > position;
  }
}
