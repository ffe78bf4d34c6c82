import type { GatewayRun } from '@noroshi/domain';

/** One numbered change that a gateway run told, and what it does to the registry. */
export interface LedgerItem {
  readonly change: number;
  readonly connectionId: string;
}

/**
 * Which of a gateway run's numbered changes have been seen.
 *
 * Changes come by two ways, `enter` as requests and the rest as broadcasts, so one may overtake another, and a broadcast
 * may be lost. Connections do not concern each other, so a change is applied as it comes, unless a later one of the same
 * connection came before it; what never comes is noticed by the next lease.
 */
export class GatewayLedger<Item extends LedgerItem> {
  /** Every change up to this one has been seen. */
  private complete = 0;
  /** Seen beyond a change that was not. */
  private ahead = new Map<number, Item>();

  /**
   * @param heardAt when the gateway was last heard of, in milliseconds since 1970
   * @param torn something was missed for sure, whatever the numbers say: only a roster mends that
   */
  constructor(
    readonly run: GatewayRun,
    public heardAt: number,
    private torn = false,
  ) {}

  /** Takes note of a change; false when it must not be applied: it was seen, or overtaken by a later one. */
  admit(item: Item): boolean {
    if (item.change <= this.complete || this.ahead.has(item.change)) return false;
    const overtaken = [...this.ahead.values()].some(
      ({ change, connectionId }) => change > item.change && connectionId === item.connectionId,
    );
    this.ahead.set(item.change, item);
    this.close();
    return !overtaken;
  }

  /** Something up to this change was not seen. */
  misses(change: number): boolean {
    return this.torn || change > this.complete;
  }

  /** Starts over from a roster of this change. Returns what was seen after it, to be applied again. */
  adopt(change: number): readonly Item[] {
    const later = [...this.ahead.values()].filter((item) => item.change > change).sort((a, b) => a.change - b.change);
    this.torn = false;
    this.complete = change;
    this.ahead = new Map(later.map((item) => [item.change, item]));
    this.close();
    return later;
  }

  private close(): void {
    while (this.ahead.delete(this.complete + 1)) this.complete += 1;
  }
}
