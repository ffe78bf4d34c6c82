const none: ReadonlySet<string> = new Set();

/** Who is in which rooms, to be asked for by the user. */
export class RoomsOfUsers {
  private readonly rooms = new Map<string, Set<string>>();

  of(userId: string): ReadonlySet<string> {
    return this.rooms.get(userId) ?? none;
  }

  add(userId: string, roomId: string): void {
    const rooms = this.rooms.get(userId);
    if (rooms) rooms.add(roomId);
    else this.rooms.set(userId, new Set([roomId]));
  }

  remove(userId: string, roomId: string): void {
    const rooms = this.rooms.get(userId);
    if (rooms?.delete(roomId) && rooms.size === 0) this.rooms.delete(userId);
  }

  /** These are in the room, and nobody else. */
  replace(roomId: string, userIds: ReadonlySet<string>): void {
    for (const userId of [...this.rooms.keys()]) if (!userIds.has(userId)) this.remove(userId, roomId);
    for (const userId of userIds) this.add(userId, roomId);
  }
}
