import type { Actor } from '../actor.js';
import type { Connection, GatewayRun, PresenceChange, PresenceRegistry, Roster, Visit } from './presence-registry.js';

interface LiveConnection {
  connection: Connection;
  readonly rooms: Set<string>;
}

interface Run {
  epoch: number;
  /** Lost: what it still reports came too late. */
  ended: boolean;
  readonly connections: Map<string, LiveConnection>;
}

interface Presence {
  user: Actor;
  /** Connections of the user in the room, over all gateways. */
  connections: number;
}

type Changes = readonly PresenceChange[];

/** Who is here, in the memory of one process; every report costs what it changes, however many people there are. */
export class InMemoryPresenceRegistry implements PresenceRegistry {
  readonly #runs = new Map<string, Run>();
  readonly #rooms = new Map<string, Map<string, Presence>>();
  /** User id to the number of connections with a verified token. */
  readonly #verified = new Map<string, number>();

  connect(run: GatewayRun, connection: Connection): Changes {
    const { live, changes } = this.#current(run);
    return live ? [...changes, ...this.#register(live, connection)] : [];
  }

  enter({ run, connection, roomId }: Visit): Changes {
    const { live, changes } = this.#current(run);
    if (!live) return [];
    return [...changes, ...this.#register(live, connection), ...this.#arrive(live, connection.connectionId, roomId)];
  }

  exit({ run, connection, roomId }: Visit): Changes {
    const { live, changes } = this.#current(run);
    const known = live?.connections.get(connection.connectionId);
    return known ? [...changes, ...this.#depart(known, roomId)] : changes;
  }

  disconnect(run: GatewayRun, connectionId: string): Changes {
    const { live, changes } = this.#current(run);
    return live ? [...changes, ...this.#drop(live, connectionId)] : [];
  }

  /** Arrivals before departures, so that who only changed connection neither leaves nor joins. */
  replace({ run, connections }: Roster): Changes {
    const known = this.#runs.get(run.gateway);
    if (known && run.epoch < known.epoch) return [];
    const live: Run = { epoch: run.epoch, ended: false, connections: new Map() };
    this.#runs.set(run.gateway, live);
    const arrivals = connections.flatMap(({ connection, rooms }) => [
      ...this.#register(live, connection),
      ...rooms.flatMap((roomId) => this.#arrive(live, connection.connectionId, roomId)),
    ]);
    return known ? [...arrivals, ...this.#empty(known)] : arrivals;
  }

  lose(gateway: string): Changes {
    const live = this.#runs.get(gateway);
    if (!live) return [];
    live.ended = true;
    return this.#empty(live);
  }

  present(roomId: string): readonly Actor[] {
    return Array.from(this.#rooms.get(roomId)?.values() ?? [], ({ user }) => user);
  }

  isPresent(roomId: string, userId: string): boolean {
    return this.#rooms.get(roomId)?.has(userId) === true;
  }

  hasVerified(userId: string): boolean {
    return this.#verified.has(userId);
  }

  /** The run as long as it may report: a later one of the same gateway ends the earlier, a lost one stays lost. */
  #current({ gateway, epoch }: GatewayRun): { readonly live: Run | undefined; readonly changes: Changes } {
    const known = this.#runs.get(gateway);
    if (known && epoch <= known.epoch) {
      return { live: epoch === known.epoch && !known.ended ? known : undefined, changes: [] };
    }
    const live: Run = { epoch, ended: false, connections: new Map() };
    this.#runs.set(gateway, live);
    return { live, changes: known ? this.#empty(known) : [] };
  }

  /** A connection that comes back as somebody else has left first: a guest may take its id after connecting. */
  #register(live: Run, connection: Connection): Changes {
    const { connectionId, user } = connection;
    const known = live.connections.get(connectionId);
    if (known && samePerson(known.connection.user, user)) {
      known.connection = connection;
      return [];
    }
    const changes = this.#drop(live, connectionId);
    live.connections.set(connectionId, { connection, rooms: new Set() });
    if (!user.guest) this.#verified.set(user.id, (this.#verified.get(user.id) ?? 0) + 1);
    return changes;
  }

  #arrive(live: Run, connectionId: string, roomId: string): Changes {
    const known = live.connections.get(connectionId);
    if (!known || known.rooms.has(roomId)) return [];
    known.rooms.add(roomId);
    const { user } = known.connection;
    const people = this.#rooms.get(roomId) ?? new Map<string, Presence>();
    this.#rooms.set(roomId, people);
    const presence = people.get(user.id);
    if (presence) {
      presence.connections += 1;
      if (presence.user.guest || !user.guest) presence.user = user;
      return [];
    }
    people.set(user.id, { user, connections: 1 });
    return [{ kind: 'joined', roomId, user, connectionId, count: people.size }];
  }

  #depart(known: LiveConnection, roomId: string): Changes {
    if (!known.rooms.delete(roomId)) return [];
    const { connectionId, user } = known.connection;
    const people = this.#rooms.get(roomId);
    const presence = people?.get(user.id);
    if (!people || !presence) return [];
    presence.connections -= 1;
    if (presence.connections > 0) return [];
    people.delete(user.id);
    if (people.size === 0) this.#rooms.delete(roomId);
    return [{ kind: 'left', roomId, user: presence.user, connectionId, count: people.size }];
  }

  #drop(live: Run, connectionId: string): Changes {
    const known = live.connections.get(connectionId);
    if (!known) return [];
    live.connections.delete(connectionId);
    const { user } = known.connection;
    if (!user.guest) this.#forgetVerified(user.id);
    return [...known.rooms].flatMap((roomId) => this.#depart(known, roomId));
  }

  #forgetVerified(userId: string): void {
    const left = (this.#verified.get(userId) ?? 0) - 1;
    if (left > 0) this.#verified.set(userId, left);
    else this.#verified.delete(userId);
  }

  #empty(live: Run): Changes {
    return [...live.connections.keys()].flatMap((connectionId) => this.#drop(live, connectionId));
  }
}

const samePerson = (a: Actor, b: Actor): boolean => a.id === b.id && a.guest === b.guest;
