import {
  addresses,
  channels,
  sessionLane,
  type Connection,
  type GatewayRequests,
  type GatewayRun,
  type Lease,
  type SessionEvent,
} from '@noroshi/domain';
import type { Broadcast, CommandBus, EventStore, Position } from '@noroshi/event-sourcing';
import { Few } from '@noroshi/hub';
import type { Logger } from '@noroshi/telemetry';
import type { RoomsClient } from '../services/service-clients.js';
import { RunLog, type SessionNews } from './run-log.js';

export interface PresenceReporterOptions {
  readonly gateway: string;
  readonly bus: Pick<CommandBus, 'serve'>;
  readonly broadcast: Pick<Broadcast, 'publish'>;
  readonly sessionStore: Pick<EventStore<SessionEvent>, 'append' | 'lastPosition' | 'readAt'>;
  readonly rooms: Pick<RoomsClient, 'present'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

interface Here {
  connection: Connection;
  readonly rooms: Few<string>;
  idle: boolean;
}

/** The registry gives a gateway up after a few of these. */
const LEASE_EVERY_MS = 2_000;
/** Half as long as the log keeps sessions, so that it always holds everybody who is here. */
const INTRODUCE_EVERY_MS = 12 * 3_600_000;
const RETRY_MS = 500;
/** Who joins must not wait for a log that is busy: the count is then that of this gateway. */
const COUNT_PATIENCE_MS = 1_000;

/**
 * Tells the log who is connected here and in which rooms. What the log did not take is not kept: once it takes events
 * again, a new run introduces everybody who is here by then, and whoever watches the leases can ask for that too.
 */
export class PresenceReporter {
  readonly #options: PresenceReporterOptions;
  readonly #here = new Map<string, Here>();
  readonly #lease: NodeJS.Timeout;
  readonly #serving: { close(): void };
  #log: RunLog | undefined;
  #introducing: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PresenceReporterOptions) {
    this.#options = options;
    this.#serving = options.bus.serve(addresses.gateway(options.gateway, 'introduce'), (payload) => {
      const { run } = payload as Parameters<GatewayRequests['introduce']>[0];
      if (run.epoch === this.#log?.run.epoch) void this.introduce();
    });
    this.#lease = setInterval(() => this.#renew(), LEASE_EVERY_MS);
  }

  /** Begins a new run that says everything. Settles when the log has been asked for it; what fails is tried again. */
  introduce(): Promise<void> {
    this.#introducing ??= this.#introduce().finally(() => (this.#introducing = undefined));
    return this.#introducing;
  }

  /** Also when a known connection's user has changed, from a guest to a verified one. */
  connected(connection: Connection): void {
    this.#here.set(connection.connectionId, { connection, rooms: new Few<string>(), idle: false });
    void this.#tell({ type: 'SessionOpened', connection });
  }

  /** What is told later of the connection is told of its user as it is now. */
  renamed(connection: Connection): void {
    const here = this.#here.get(connection.connectionId);
    if (here) here.connection = connection;
  }

  /** How many people are present with this one; undefined when that can't be told now. */
  async entered(connection: Connection, roomId: string): Promise<number | undefined> {
    const { connectionId, user } = connection;
    const here = this.#here.get(connectionId);
    if (!here) return undefined;
    here.connection = connection;
    here.rooms.add(roomId);
    const atLeast = await within(COUNT_PATIENCE_MS, this.#tell({ type: 'RoomEntered', connectionId, user, roomId }));
    if (atLeast === undefined) return undefined;
    const answer = await this.#options.rooms.present({ roomId, atLeast });
    return answer.ok ? answer.count : undefined;
  }

  exited(connectionId: string, roomId: string): void {
    const here = this.#here.get(connectionId);
    if (!here?.rooms.delete(roomId)) return;
    void this.#tell({ type: 'RoomExited', connectionId, user: here.connection.user, roomId });
  }

  /** Whether nothing but keep-alives comes from a connection; told when it changes. */
  idle(connectionId: string, idle: boolean): void {
    const here = this.#here.get(connectionId);
    if (!here || here.idle === idle) return;
    here.idle = idle;
    const { user } = here.connection;
    void this.#tell({ type: idle ? 'SessionIdled' : 'SessionWoke', connectionId, user });
  }

  disconnected(connectionId: string): void {
    const here = this.#here.get(connectionId);
    if (!here) return;
    this.#here.delete(connectionId);
    void this.#tell({ type: 'SessionClosed', connectionId, user: here.connection.user });
  }

  /** Settles when the log has everything that was told, or does not take it. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#lease);
    clearTimeout(this.#retry);
    this.#serving.close();
    await this.#introducing;
    await this.#log?.idle();
  }

  #tell(news: SessionNews): Promise<Position | undefined> {
    return this.#log?.append(news) ?? Promise.resolve(undefined);
  }

  async #introduce(): Promise<void> {
    try {
      const run = await this.#nextRun();
      this.#log?.end();
      this.#log = new RunLog({ run, store: this.#options.sessionStore, onFailure: (cause) => this.#failed(cause) });
      this.#options.logger.info('introducing this gateway', { ...run, connections: this.#here.size });
      for (const news of this.#introduction()) void this.#log.append(news);
      this.#renew();
    } catch (cause) {
      this.#failed(cause);
    }
  }

  *#introduction(): Iterable<SessionNews> {
    yield { type: 'GatewayStarted' };
    for (const { connection, rooms, idle } of this.#here.values()) {
      const { connectionId, user } = connection;
      yield { type: 'SessionOpened', connection };
      for (const roomId of rooms) yield { type: 'RoomEntered', connectionId, user, roomId };
      if (idle) yield { type: 'SessionIdled', connectionId, user };
    }
    yield { type: 'GatewayIntroduced' };
  }

  /** Later than every run before it, also when the clock was turned back. @throws EventLogUnavailable */
  async #nextRun(): Promise<GatewayRun> {
    const { gateway, sessionStore } = this.#options;
    const position = await sessionStore.lastPosition(sessionLane(gateway));
    const last = await sessionStore.readAt(position);
    const former = Math.max(last?.event.run.epoch ?? 0, this.#log?.run.epoch ?? 0);
    return { gateway, epoch: Math.max(Date.now(), former + 1) };
  }

  /** Jittered, so that all gateways do not come at once when the log is back. */
  #failed(cause: unknown): void {
    if (this.#closed) return;
    this.#options.logger.warn('the log did not take who is here; it will be told anew', { cause });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.introduce(), RETRY_MS * (1 + Math.random()));
  }

  #renew(): void {
    if (!this.#log) return;
    const { run, acknowledged } = this.#log;
    const lease: Lease = { run, change: acknowledged };
    this.#options.broadcast.publish(channels.leases, lease);
    if (Date.now() - run.epoch > INTRODUCE_EVERY_MS) void this.introduce();
  }
}

/** Undefined when it takes longer. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
