import { setTimeout as delay } from 'node:timers/promises';
import { addresses, type ConnectionOutcome, type ConnectionWish } from '@noroshi/domain';
import { ServiceUnavailable, type CommandBus } from '@noroshi/event-sourcing';
import { markIn } from './connection-id.js';
import type { Found, LiveGateways } from './live-gateways.js';
import type { OwnConnections } from './own-connections.js';

export interface ConnectionsOptions {
  readonly own: Pick<OwnConnections, 'fulfil'>;
  readonly gateways: Pick<LiveGateways, 'find'>;
  readonly bus: Pick<CommandBus, 'request'>;
  /** Of this gateway. */
  readonly mark: string;
  /** 2,500 by default. */
  readonly patienceMs?: number;
}

/** Three tries of a client that retries take longer than a gateway that died is waited for. */
const PATIENCE_MS = 2_500;
const RETRY_MS = 100;

/**
 * All connections, whichever gateway holds them.
 *
 * `gone` is said only by who knows: the gateway that the connection was on, or, when that has been silent for so long that
 * its connections count as lost, anybody. While it is merely slow, or nobody can be asked, nothing is said of it.
 */
export class Connections {
  readonly #options: ConnectionsOptions;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  /** @throws ServiceUnavailable when nobody answered who knows: it may have been done all the same */
  async fulfil(wish: ConnectionWish): Promise<ConnectionOutcome> {
    const { own, gateways, mark, patienceMs = PATIENCE_MS } = this.#options;
    const holder = markIn(wish.connectionId);
    const here = own.fulfil(wish);
    if (here.kind !== 'gone' || holder === mark) return here;
    const deadline = performance.now() + patienceMs;
    for (let left = patienceMs; left > 0; left = Math.ceil(deadline - performance.now())) {
      const outcome = await this.#askHolder(gateways.find(holder), wish, left);
      if (outcome) return outcome;
      await delay(RETRY_MS);
    }
    throw new ServiceUnavailable(`who holds ${wish.connectionId} does not answer`);
  }

  async #askHolder(found: Found, wish: ConnectionWish, timeoutMs: number): Promise<ConnectionOutcome | undefined> {
    if (found === 'nobody') return { kind: 'gone' };
    return found === 'not yet' ? undefined : this.#ask(found.gateway, wish, timeoutMs);
  }

  /** Undefined: there is no answer. Nobody is asked again after a time-out, which takes all there is left. */
  async #ask(gateway: string, wish: ConnectionWish, timeoutMs: number): Promise<ConnectionOutcome | undefined> {
    try {
      const address = addresses.gateway(gateway, 'connection');
      return (await this.#options.bus.request(address, wish, { timeoutMs })) as ConnectionOutcome;
    } catch (cause) {
      if (cause instanceof ServiceUnavailable) return undefined;
      throw cause;
    }
  }
}
