import {
  addresses,
  channels,
  type Connection,
  type GatewayRun,
  type Lease,
  type PresenceReport,
  type Roster,
} from '@noroshi/domain';
import type { Broadcast, CommandBus } from '@noroshi/event-sourcing';
import type { RoomsClient } from '../services/service-clients.js';

/** The registry gives a gateway up after a few of these. */
const LEASE_EVERY_MS = 2000;

export interface PresenceReporterOptions {
  readonly gateway: string;
  readonly startedAt: number;
  readonly bus: CommandBus;
  readonly broadcast: Broadcast;
  readonly rooms: Pick<RoomsClient, 'enter'>;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Tells the presence registry who is connected here and in which rooms. Reports are numbered and may get lost: the lease
 * carries the count, and a registry that differs asks for the whole roster.
 */
export class PresenceReporter {
  readonly #run: GatewayRun;
  readonly #broadcast: Broadcast;
  readonly #rooms: Pick<RoomsClient, 'enter'>;
  readonly #here = new Map<string, { readonly connection: Connection; readonly rooms: Set<string> }>();
  readonly #lease: NodeJS.Timeout;
  readonly #serving: { close(): void };
  #change = 0;

  constructor({ gateway, startedAt, bus, broadcast, rooms }: PresenceReporterOptions) {
    this.#run = { gateway, epoch: startedAt };
    this.#broadcast = broadcast;
    this.#rooms = rooms;
    this.#serving = bus.serve(addresses.roster(gateway), () => this.roster());
    this.#lease = setInterval(() => this.#renew(), LEASE_EVERY_MS);
    this.#renew();
  }

  /** Also when a known connection's user has changed, from a guest to a verified one. */
  connected(connection: Connection): void {
    this.#here.set(connection.connectionId, { connection, rooms: new Set() });
    this.#report({ kind: 'connected', connection });
  }

  /** How many people are present with this one; undefined when the registry can't be asked now: it will hear of it. */
  async entered(connection: Connection, roomId: string): Promise<number | undefined> {
    this.#here.get(connection.connectionId)?.rooms.add(roomId);
    this.#change += 1;
    const answer = await this.#rooms.enter({ run: this.#run, change: this.#change, connection, roomId });
    return answer.ok ? answer.count : undefined;
  }

  exited(connection: Connection, roomId: string): void {
    if (this.#here.get(connection.connectionId)?.rooms.delete(roomId))
      this.#report({ kind: 'exited', connection, roomId });
  }

  disconnected(connectionId: string): void {
    if (this.#here.delete(connectionId)) this.#report({ kind: 'disconnected', connectionId });
  }

  roster(): Roster {
    const connections = [...this.#here.values()].map(({ connection, rooms }) => ({ connection, rooms: [...rooms] }));
    return { run: this.#run, change: this.#change, connections };
  }

  close(): void {
    clearInterval(this.#lease);
    this.#serving.close();
  }

  #renew(): void {
    const lease: Lease = { run: this.#run, change: this.#change };
    this.#broadcast.publish(channels.leases, lease);
  }

  #report(news: DistributiveOmit<PresenceReport, 'run' | 'change'>): void {
    this.#change += 1;
    this.#broadcast.publish(channels.reports, { ...news, run: this.#run, change: this.#change });
  }
}
