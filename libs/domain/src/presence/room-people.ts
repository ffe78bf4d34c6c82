import type { Actor } from '../actor.js';
import type { HeldConnection } from './held-connection.js';
import type { PresenceChange } from './presence-registry.js';

interface Presence {
  /** Shown to the others: the name heard last, but never a guest's in place of a verified user's. */
  user: Actor;
  readonly connections: Set<HeldConnection>;
}

type People = Map<string, Presence>;

const nobody: People = new Map();

/** Who is in which room: users, each with the connections that make the presence. */
export class RoomPeople {
  readonly #rooms = new Map<string, People>();

  in(roomId: string): ReadonlyMap<string, { readonly user: Actor; readonly connections: ReadonlySet<HeldConnection> }> {
    return this.#rooms.get(roomId) ?? nobody;
  }

  arrive(held: HeldConnection, roomId: string): readonly PresenceChange[] {
    if (held.rooms.has(roomId)) return [];
    held.rooms.add(roomId);
    const { user, connection } = held;
    const people: People = this.#rooms.get(roomId) ?? new Map<string, Presence>();
    this.#rooms.set(roomId, people);
    const presence = people.get(user.id);
    if (presence) {
      presence.connections.add(held);
      if (presence.user.guest || !user.guest) presence.user = user;
      return [];
    }
    people.set(user.id, { user, connections: new Set([held]) });
    return [{ kind: 'joined', roomId, user, connectionId: connection.connectionId, count: people.size }];
  }

  depart(held: HeldConnection, roomId: string): readonly PresenceChange[] {
    if (!held.rooms.delete(roomId)) return [];
    const { user, connection } = held;
    const people = this.#rooms.get(roomId);
    const presence = people?.get(user.id);
    if (!people || !presence) return [];
    presence.connections.delete(held);
    if (presence.connections.size > 0) return [];
    people.delete(user.id);
    if (people.size === 0) this.#rooms.delete(roomId);
    const { connectionId } = connection;
    return [{ kind: 'left', roomId, user: presence.user, connectionId, count: people.size }];
  }
}
