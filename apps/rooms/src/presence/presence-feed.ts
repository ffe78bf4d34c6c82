import {
  addresses,
  type Connection,
  type GatewayRun,
  type Lease,
  type PresenceChange,
  type PresenceRegistry,
  type PresenceReport,
  type Roster,
  type Visit,
} from '@noroshi/domain';
import type { CommandBus } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';
import type { Clock } from '../clock.js';
import { GatewayLedger, type LedgerItem } from './gateway-ledger.js';

export interface PresenceFeedOptions {
  readonly registry: PresenceRegistry;
  readonly bus: Pick<CommandBus, 'request'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly parseRoster: (payload: unknown) => Roster;
  /** False while nothing can be heard of any gateway: then silence means nothing. */
  readonly canHear: () => boolean;
  /**
   * `news` is false for who was here before this service started: people were told by its predecessor, and to tell
   * everybody about everybody once more would be a storm.
   */
  readonly onChange: (change: PresenceChange, news: boolean) => void;
}

/** Leases come every 2 s: two lost ones and half a second of delay. Leaves a second of the 6 s that the bound allows. */
export const SILENCE_MS = 5_000;
const SWEEP_MS = 500;

interface Item extends LedgerItem {
  readonly apply: () => readonly PresenceChange[];
}

/** Feeds the presence registry with what gateways tell, and finds out what they could not tell. */
export class PresenceFeed {
  private readonly ledgers = new Map<string, GatewayLedger<Item>>();
  private readonly healing = new Set<GatewayLedger<Item>>();
  /** Gateways whose people are known to us, not only to a predecessor. */
  private readonly met = new Set<string>();
  /** The runs that fell silent: what they hold by now, only a roster can tell. */
  private readonly lostRuns = new Map<string, number>();
  private readonly startedAt: number;
  private sweptAt: number;
  private cancelSweep: () => void;

  constructor(private readonly options: PresenceFeedOptions) {
    this.startedAt = options.clock.now();
    this.sweptAt = this.startedAt;
    this.cancelSweep = options.clock.after(SWEEP_MS, () => this.sweep());
  }

  enter({ run, connection, roomId, change }: Visit & { readonly change: number }): void {
    this.take(run, {
      change,
      connectionId: connection.connectionId,
      apply: () => this.options.registry.enter({ run, connection, roomId }),
    });
  }

  report(report: PresenceReport): void {
    const { run, change } = report;
    this.take(run, { change, connectionId: connectionIdOf(report), apply: () => this.applyReport(report) });
  }

  /** Settles when the gateway's presence is as the lease says, as far as that can be had now. */
  async lease({ run, change }: Lease): Promise<void> {
    const ledger = this.ledgerOf(run);
    if (ledger?.misses(change)) await this.heal(ledger);
  }

  stop(): void {
    this.cancelSweep();
  }

  private take(run: GatewayRun, item: Item): void {
    if (this.ledgerOf(run)?.admit(item)) this.tell(item.apply(), true);
  }

  private applyReport(report: PresenceReport): readonly PresenceChange[] {
    const { registry } = this.options;
    const { run } = report;
    switch (report.kind) {
      case 'connected':
        return registry.connect(run, report.connection);
      case 'exited':
        return registry.exit({ run, connection: report.connection, roomId: report.roomId });
      case 'disconnected':
        return registry.disconnect(run, report.connectionId);
    }
  }

  /** Undefined: of a run that has been followed by another. */
  private ledgerOf(run: GatewayRun): GatewayLedger<Item> | undefined {
    const known = this.ledgers.get(run.gateway);
    const now = this.options.clock.now();
    if (known && known.run.epoch > run.epoch) return undefined;
    if (known?.run.epoch === run.epoch) {
      known.heardAt = now;
      return known;
    }
    if (known) this.lose(run.gateway, 'it was started anew');
    const ledger = new GatewayLedger<Item>(run, now, this.lostRuns.get(run.gateway) === run.epoch);
    this.ledgers.set(run.gateway, ledger);
    if (run.epoch >= this.startedAt) this.met.add(run.gateway);
    return ledger;
  }

  private async heal(ledger: GatewayLedger<Item>): Promise<void> {
    if (this.healing.has(ledger)) return;
    this.healing.add(ledger);
    try {
      const answer = await this.options.bus.request(addresses.roster(ledger.run.gateway), {});
      this.adopt(ledger, this.options.parseRoster(answer));
    } catch (cause) {
      this.options.logger.warn('no roster; the next lease asks again', { gateway: ledger.run.gateway, cause });
    } finally {
      this.healing.delete(ledger);
    }
  }

  private adopt(ledger: GatewayLedger<Item>, roster: Roster): void {
    const isCurrent = this.ledgers.get(ledger.run.gateway) === ledger && roster.run.epoch === ledger.run.epoch;
    // What was missing came while the roster was under way: a roster of before would undo what was seen since.
    if (!isCurrent || !ledger.misses(roster.change)) return;
    const later = ledger.adopt(roster.change);
    this.tell(this.options.registry.replace(roster), this.met.has(roster.run.gateway));
    this.met.add(roster.run.gateway);
    for (const item of later) this.tell(item.apply(), true);
  }

  /** Silence is measured only while gateways can be heard and this process runs on time. */
  private sweep(): void {
    const { clock, canHear } = this.options;
    const now = clock.now();
    const wasDeaf = !canHear() || now - this.sweptAt > 4 * SWEEP_MS;
    for (const [gateway, ledger] of [...this.ledgers]) {
      if (wasDeaf) ledger.heardAt = now;
      else if (now - ledger.heardAt >= SILENCE_MS) this.lose(gateway, 'it is silent');
    }
    this.sweptAt = now;
    this.cancelSweep = clock.after(SWEEP_MS, () => this.sweep());
  }

  private lose(gateway: string, reason: string): void {
    this.options.logger.info('gateway lost', { gateway, reason });
    const ledger = this.ledgers.get(gateway);
    if (ledger) this.lostRuns.set(gateway, ledger.run.epoch);
    this.ledgers.delete(gateway);
    this.tell(this.options.registry.lose(gateway), true);
  }

  private tell(changes: readonly PresenceChange[], news: boolean): void {
    for (const change of changes) this.options.onChange(change, news);
  }
}

const connectionIdOf = (report: { readonly connection: Connection } | { readonly connectionId: string }): string =>
  'connection' in report ? report.connection.connectionId : report.connectionId;
