import type { Actor } from '../actor.js';
import { ConnectedUsers } from './connected-users.js';
import { pageOf } from './connection-pages.js';
import { HeldConnection } from './held-connection.js';
import type {
  ConnectionPage,
  ConnectionQuery,
  LiveConnection,
  PresenceChange,
  PresenceRegistry,
} from './presence-registry.js';
import { RoomPeople } from './room-people.js';
import { RunSequence } from './run-sequence.js';
import type { Connection, GatewayEvent, GatewayRun, SessionEvent, SessionLost } from './session-events.js';

interface Run {
  /** Absent: the run was lost before it was heard of. */
  readonly sequence: RunSequence | undefined;
  readonly connections: Map<string, HeldConnection>;
  /** Lost: what it still says came too late. */
  ended: boolean;
}

interface Gateway {
  /** The epoch of the last run that was introduced: earlier ones are over. */
  since: number;
  readonly runs: Map<number, Run>;
}

type Changes = readonly PresenceChange[];

/** Who is here, in the memory of one process; every event costs what it changes, however many people there are. */
export class InMemoryPresenceRegistry implements PresenceRegistry {
  readonly #gateways = new Map<string, Gateway>();
  readonly #people = new RoomPeople();
  readonly #users = new ConnectedUsers();

  apply(event: SessionEvent): Changes {
    const { run } = event;
    const gateway = this.#gateways.get(run.gateway) ?? { since: 0, runs: new Map<number, Run>() };
    this.#gateways.set(run.gateway, gateway);
    if (run.epoch < gateway.since) return [];
    if (event.type === 'SessionLost') return this.#lose(gateway, event);
    const known: Run = gateway.runs.get(run.epoch) ?? {
      sequence: new RunSequence(event),
      connections: new Map(),
      ended: false,
    };
    gateway.runs.set(run.epoch, known);
    if (known.ended) return [];
    return known.sequence?.take(event).flatMap((due) => this.#follow(gateway, known, due)) ?? [];
  }

  misses({ gateway, epoch }: GatewayRun, change: number): boolean {
    const known = this.#gateways.get(gateway);
    if (known && epoch < known.since) return false;
    const run = known?.runs.get(epoch);
    return run ? run.ended || run.sequence?.misses(change) !== false : change > 0;
  }

  gateways(): readonly string[] {
    const hasConnections = ([, { runs }]: [string, Gateway]) =>
      [...runs.values()].some(({ connections }) => connections.size > 0);
    return [...this.#gateways].filter(hasConnections).map(([name]) => name);
  }

  heldBy(gateway: string): readonly LiveConnection[] {
    const runs = this.#gateways.get(gateway)?.runs.values() ?? [];
    return [...runs].flatMap(({ connections }) => [...connections.values()]);
  }

  present(roomId: string): Iterable<Actor> {
    return Array.from(this.#people.in(roomId).values(), ({ user }) => user);
  }

  presentCount(roomId: string): number {
    return this.#people.in(roomId).size;
  }

  isPresent(roomId: string, userId: string): boolean {
    return this.#people.in(roomId).has(userId);
  }

  hasVerified(userId: string): boolean {
    return this.#users.hasVerified(userId);
  }

  userCount(): number {
    return this.#users.count;
  }

  connections(query: ConnectionQuery): ConnectionPage {
    return pageOf(this.#candidates(query), query);
  }

  /** Through the narrowest index that the query allows. */
  #candidates({ userId, roomId, gateway }: ConnectionQuery): Iterable<LiveConnection> {
    if (userId !== undefined) return this.#users.of(userId);
    if (roomId !== undefined) {
      return [...this.#people.in(roomId).values()].flatMap(({ connections }) => [...connections]);
    }
    const gateways = gateway === undefined ? this.#gateways.keys() : [gateway];
    return [...gateways].flatMap((name) => this.heldBy(name));
  }

  #follow(gateway: Gateway, run: Run, event: GatewayEvent): Changes {
    switch (event.type) {
      case 'GatewayStarted':
        return [];
      case 'GatewayIntroduced':
        return this.#endBefore(gateway, event.run.epoch);
      case 'SessionOpened':
        return this.#open(run, event.run, event.connection);
      case 'SessionClosed':
        return this.#drop(run, event.connectionId);
      default: {
        const held = run.connections.get(event.connectionId);
        return held ? this.#move(held, event) : [];
      }
    }
  }

  #move(
    held: HeldConnection,
    event: Exclude<GatewayEvent, { type: `Gateway${string}` | 'SessionOpened' | 'SessionClosed' }>,
  ): Changes {
    switch (event.type) {
      case 'RoomEntered':
        if (samePerson(held.user, event.user)) held.connection = { ...held.connection, user: event.user };
        return this.#people.arrive(held, event.roomId);
      case 'RoomExited':
        return this.#people.depart(held, event.roomId);
      case 'SessionIdled':
      case 'SessionWoke':
        held.idle = event.type === 'SessionIdled';
        return [];
    }
  }

  /** A connection that comes back as somebody else has left first: a guest may prove to be a user. */
  #open(run: Run, of: GatewayRun, connection: Connection): Changes {
    const known = run.connections.get(connection.connectionId);
    if (known && samePerson(known.user, connection.user)) {
      known.connection = connection;
      return [];
    }
    const changes = this.#drop(run, connection.connectionId);
    const held = new HeldConnection(of, connection);
    run.connections.set(connection.connectionId, held);
    this.#users.add(held);
    return changes;
  }

  #drop(run: Run, connectionId: string): Changes {
    const held = run.connections.get(connectionId);
    if (!held) return [];
    run.connections.delete(connectionId);
    this.#users.remove(held);
    return [...held.rooms].flatMap((roomId) => this.#people.depart(held, roomId));
  }

  #lose({ runs }: Gateway, { run, connectionId }: SessionLost): Changes {
    const known: Run = runs.get(run.epoch) ?? { sequence: undefined, connections: new Map(), ended: true };
    runs.set(run.epoch, known);
    known.ended = true;
    return this.#drop(known, connectionId);
  }

  /** Who is in the new run too has arrived there before, and so neither leaves nor joins. */
  #endBefore(gateway: Gateway, epoch: number): Changes {
    gateway.since = epoch;
    const former = [...gateway.runs].filter(([of]) => of < epoch);
    return former.flatMap(([of, run]) => {
      gateway.runs.delete(of);
      return [...run.connections.keys()].flatMap((connectionId) => this.#drop(run, connectionId));
    });
  }
}

const samePerson = (a: Actor, b: Actor): boolean => a.id === b.id && a.guest === b.guest;
