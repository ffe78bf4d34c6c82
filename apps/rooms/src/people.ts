import { shortIdOf, type Actor, type RoomEvent, type SessionEvent } from '@noroshi/domain';

/** Everybody who is or was in a room, or connected, as they were last called. About 200 bytes each. */
export class People {
  private readonly known = new Map<string, Actor>();
  /** Made when it is first asked for: most deployments have no client that needs it. */
  private shortIds: Map<string, string> | undefined;

  followRoom(event: RoomEvent): void {
    if (event.type === 'RoomOpened') this.meet(event.owner);
    if (event.type === 'MemberJoined') this.meet(event.user);
  }

  followSession(event: SessionEvent): void {
    if (event.type === 'SessionOpened') this.meet(event.connection.user);
    if (event.type === 'RoomEntered') this.meet(event.user);
  }

  /** By id or short id. */
  find(id: string): Actor | undefined {
    return this.known.get(id) ?? this.known.get(this.index().get(id) ?? id);
  }

  /** The id that is meant by an id or short id. */
  idOf(id: string): string {
    return this.find(id)?.id ?? id;
  }

  /** A guest only claims the id: a verified user of it is the one who is meant. */
  private meet(actor: Actor): void {
    const known = this.known.get(actor.id);
    if (known && actor.guest && !known.guest) return;
    this.known.set(actor.id, actor);
    if (!known) this.shortIds?.set(shortIdOf(actor.id), actor.id);
  }

  private index(): ReadonlyMap<string, string> {
    this.shortIds ??= new Map(Array.from(this.known.keys(), (id) => [shortIdOf(id), id]));
    return this.shortIds;
  }
}
