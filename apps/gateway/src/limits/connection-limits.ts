import { TokenBucket } from './token-bucket.js';

export interface ConnectionLimitSettings {
  readonly maxConnectionsPerAddress: number;
  readonly newSessionsPerSecond: number;
}

/** Whether one more connection may be opened here. Counted per gateway process; 0 is no limit. */
export class ConnectionLimits {
  readonly #settings: ConnectionLimitSettings;
  readonly #arrivals: TokenBucket;
  readonly #byAddress = new Map<string, number>();

  constructor(settings: ConnectionLimitSettings, now: number) {
    this.#settings = settings;
    this.#arrivals = new TokenBucket({ rate: settings.newSessionsPerSecond, burstSeconds: 1, now });
  }

  mayArrive(now: number): boolean {
    return this.#arrivals.take(now);
  }

  mayOpen(address: string): boolean {
    const { maxConnectionsPerAddress } = this.#settings;
    return maxConnectionsPerAddress === 0 || (this.#byAddress.get(address) ?? 0) < maxConnectionsPerAddress;
  }

  opened(address: string): void {
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
  }

  closed(address: string): void {
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}
