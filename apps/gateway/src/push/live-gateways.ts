import { channels, type Lease } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import { gatewayMark } from './connection-id.js';

export interface LiveGatewaysOptions {
  readonly broadcast: Pick<Broadcast, 'listen'>;
  /** False while nothing can be heard of any gateway: then silence means nothing. */
  readonly canHear: () => boolean;
  /** Milliseconds, from any fixed moment. */
  readonly now?: () => number;
}

/** `not yet`: perhaps there is one, that had no time to be heard. */
export type Found = { readonly gateway: string } | 'nobody' | 'not yet';

/** The registry of connections takes a gateway for lost after the same time. */
export const SILENCE_MS = 5_000;
/** Every gateway that lives is heard within it: leases are told every two seconds. */
const ROUND_MS = 2_500;
/** Whoever was not on time for so long, because the process stood still, has not heard what was said meanwhile. */
const ASLEEP_MS = 1_500;
const LOOK_EVERY_MS = 500;

/** Which gateways there are now, by the leases that all of them tell. */
export class LiveGateways {
  readonly #canHear: () => boolean;
  readonly #now: () => number;
  readonly #heard = new Map<string, { readonly gateway: string; at: number }>();
  /** From here on everything was heard. */
  #since: number;
  #lookedAt: number;
  #listening: { close(): void } | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor({ canHear, now = () => performance.now() }: LiveGatewaysOptions) {
    this.#canHear = canHear;
    this.#now = now;
    this.#since = now();
    this.#lookedAt = now();
  }

  static async begin(options: LiveGatewaysOptions): Promise<LiveGateways> {
    const gateways = new LiveGateways(options);
    gateways.#listening = await options.broadcast.listen(channels.leases, (payload) => gateways.#hear(payload));
    gateways.#timer = setInterval(() => gateways.look(), LOOK_EVERY_MS);
    return gateways;
  }

  /** Who holds connections with this mark in their ids. */
  find(mark: string): Found {
    this.look();
    const heard = this.#heard.get(mark);
    if (heard) return { gateway: heard.gateway };
    return this.#now() - this.#since < ROUND_MS ? 'not yet' : 'nobody';
  }

  /** Forgets who is silent, unless it was this process that could not hear. */
  look(): void {
    const now = this.#now();
    const wasDeaf = !this.#canHear() || now - this.#lookedAt > ASLEEP_MS;
    this.#lookedAt = now;
    if (wasDeaf) this.#since = now;
    for (const [mark, heard] of this.#heard) {
      if (wasDeaf) heard.at = now;
      else if (now - heard.at >= SILENCE_MS) this.#heard.delete(mark);
    }
  }

  close(): void {
    this.#listening?.close();
    clearInterval(this.#timer);
  }

  #hear(payload: unknown): void {
    const { run } = payload as Lease;
    this.#heard.set(gatewayMark(run.gateway), { gateway: run.gateway, at: this.#now() });
  }
}
