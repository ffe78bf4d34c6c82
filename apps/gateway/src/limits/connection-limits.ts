import { KeyedBuckets } from './keyed-buckets.js';
import { TokenBucket } from './token-bucket.js';

export interface ConnectionLimitSettings {
  readonly maxConnectionsPerUser: number;
  readonly maxConnectionsPerAddress: number;
  readonly newSessionsPerSecond: number;
}

/** Within so many seconds somebody may connect as often as it may have connections, and in a burst twice as often. */
const AGAIN_WITHIN_SECONDS = 10;
/** Who may have one or two connections may still come back more often than that. */
const FEW_ARE_MANY = 10;

/** Whether one more connection may be opened here. Counted per gateway process; 0 is no limit. */
export class ConnectionLimits {
  readonly #settings: ConnectionLimitSettings;
  readonly #arrivals: TokenBucket;
  readonly #byAddress = new Map<string, number>();
  readonly #users: KeyedBuckets;
  readonly #networks: KeyedBuckets;

  constructor(settings: ConnectionLimitSettings, now: number) {
    this.#settings = settings;
    this.#arrivals = new TokenBucket({ rate: settings.newSessionsPerSecond, burstSeconds: 1, now });
    this.#users = again(settings.maxConnectionsPerUser);
    this.#networks = again(settings.maxConnectionsPerAddress);
  }

  mayArrive(now: number): boolean {
    return this.#arrivals.take(now);
  }

  mayOpen(address: string): boolean {
    const { maxConnectionsPerAddress } = this.#settings;
    return maxConnectionsPerAddress === 0 || (this.#byAddress.get(address) ?? 0) < maxConnectionsPerAddress;
  }

  /**
   * Holds back who connects again and again, whether or not it closes what it had: nobody else notices.
   *
   * @param user proved by a token, or what a guest of that address calls itself; undefined: somebody who says nothing
   */
  mayComeAgain(
    { user, network }: { readonly user: string | undefined; readonly network: string },
    now: number,
  ): boolean {
    return user === undefined ? this.#networks.take(network, now) : this.#users.take(user, now);
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

const again = (connections: number): KeyedBuckets => {
  const often = connections === 0 ? 0 : Math.max(connections, FEW_ARE_MANY);
  return new KeyedBuckets({ rate: often / AGAIN_WITHIN_SECONDS, burstSeconds: 2 * AGAIN_WITHIN_SECONDS });
};
