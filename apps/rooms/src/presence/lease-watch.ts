import {
  addresses,
  sessionLane,
  type GatewayRequests,
  type GatewayRun,
  type Lease,
  type LiveConnection,
  type PresenceRegistry,
  type SessionEvent,
  type SessionLost,
} from '@noroshi/domain';
import type { CommandBus, EventStore, Position } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';
import type { Clock } from '../clock.js';

export interface LeaseWatchOptions {
  readonly registry: Pick<PresenceRegistry, 'misses' | 'gateways' | 'heldBy'>;
  readonly store: Pick<EventStore<SessionEvent>, 'append' | 'lastPosition'>;
  /** Settles once the registry has folded this position; false: not in time. */
  readonly registryReaches: (position: Position) => Promise<boolean>;
  readonly bus: Pick<CommandBus, 'request'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** False while nothing can be heard of any gateway: then silence means nothing. */
  readonly canHear: () => boolean;
}

/** Leases come every 2 s: two lost ones and half a second of delay. Leaves a second of the 6 s that the bound allows. */
export const SILENCE_MS = 5_000;
const SWEEP_MS = 500;
/** What waits for too long is refused: the log takes only so many a second. */
const LOSSES_AT_ONCE = 500;

interface Heard {
  epoch: number;
  at: number;
}

/** Finds out what gateways could not tell: that they are gone, or that something they told did not arrive. */
export class LeaseWatch {
  private readonly heard = new Map<string, Heard>();
  private readonly asking = new Set<string>();
  private readonly losing = new Set<string>();
  private sweptAt: number;
  private cancelSweep: () => void;

  /** From now on every gateway in the registry has to be heard. */
  constructor(private readonly options: LeaseWatchOptions) {
    this.sweptAt = options.clock.now();
    this.cancelSweep = options.clock.after(SWEEP_MS, () => this.sweep());
  }

  /** Settles when the gateway was asked for what is missing, if anything is. */
  async hear({ run, change }: Lease): Promise<void> {
    const known = this.heard.get(run.gateway);
    if (known && known.epoch > run.epoch) return;
    this.heard.set(run.gateway, { epoch: run.epoch, at: this.options.clock.now() });
    if (this.options.registry.misses(run, change)) await this.askAgain(run, change);
  }

  stop(): void {
    this.cancelSweep();
  }

  /** What is stored but not folded yet is not missing: the gateway is asked only when the log does not hold it. */
  private async askAgain(run: GatewayRun, change: number): Promise<void> {
    const { registry, store, registryReaches, bus, logger } = this.options;
    const { gateway } = run;
    if (this.asking.has(gateway)) return;
    this.asking.add(gateway);
    try {
      const end = await store.lastPosition(sessionLane(gateway));
      if (!(await registryReaches(end)) || !registry.misses(run, change)) return;
      logger.info('a gateway is asked to introduce itself again', { gateway, epoch: run.epoch, change });
      const request: Parameters<GatewayRequests['introduce']>[0] = { run };
      await bus.request(addresses.gateway(gateway, 'introduce'), request);
    } catch (cause) {
      logger.warn('a gateway could not be asked; its next lease asks again', { gateway, cause });
    } finally {
      this.asking.delete(gateway);
    }
  }

  /** Silence is measured only while gateways can be heard and this process runs on time. */
  private sweep(): void {
    const { clock, canHear, registry } = this.options;
    const now = clock.now();
    const wasDeaf = !canHear() || now - this.sweptAt > 4 * SWEEP_MS;
    for (const gateway of registry.gateways()) if (!this.heard.has(gateway)) this.heard.set(gateway, startingAt(now));
    for (const [gateway, heard] of this.heard) {
      if (wasDeaf) heard.at = now;
      else if (now - heard.at >= SILENCE_MS) void this.lose(gateway);
    }
    this.sweptAt = now;
    this.cancelSweep = clock.after(SWEEP_MS, () => this.sweep());
  }

  /** Forgotten once nothing of it is left; until then the next sweep tries again what failed. */
  private async lose(gateway: string): Promise<void> {
    const { registry, logger } = this.options;
    const held = registry.heldBy(gateway);
    if (held.length === 0) this.heard.delete(gateway);
    if (held.length === 0 || this.losing.has(gateway)) return;
    this.losing.add(gateway);
    logger.info('gateway lost', { gateway, connections: held.length });
    try {
      for (let start = 0; start < held.length; start += LOSSES_AT_ONCE) {
        await Promise.all(held.slice(start, start + LOSSES_AT_ONCE).map((live) => this.storeLoss(live)));
      }
    } catch (cause) {
      logger.warn('not every loss could be stored yet', { gateway, cause });
    } finally {
      this.losing.delete(gateway);
    }
  }

  private storeLoss({ run, connection: { connectionId, user } }: LiveConnection): Promise<unknown> {
    const event: SessionLost = { type: 'SessionLost', run, connectionId, user };
    const idempotencyKey = JSON.stringify(['lost', run.gateway, run.epoch, connectionId]);
    return this.options.store.append(sessionLane(run.gateway), event, { idempotencyKey });
  }
}

const startingAt = (now: number): Heard => ({ epoch: 0, at: now });
