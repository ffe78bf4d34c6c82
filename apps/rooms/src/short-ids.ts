import { isRoomId, shortIdOf, type RoomEvent } from '@noroshi/domain';

/** The rooms by their short ids (`shortIdOf`). Of two that have the same, the one that was opened first. */
export class ShortIds {
  private readonly rooms = new Map<string, string>();

  follow(roomId: string, { type }: RoomEvent): void {
    if (type !== 'RoomOpened') return;
    const shortId = shortIdOf(roomId);
    if (!this.rooms.has(shortId)) this.rooms.set(shortId, roomId);
  }

  /** Another room goes by the short id of this one, so that clients could not tell them apart. */
  isTaken(roomId: string): boolean {
    const holder = this.rooms.get(shortIdOf(roomId));
    return holder !== undefined && holder !== roomId;
  }

  room(shortId: string): string | undefined {
    return isRoomId(shortId) ? this.rooms.get(shortId) : undefined;
  }
}
