import { Refused } from '../refusal.js';
import { BURST_SECONDS } from './frame-limit.js';
import { KeyedBuckets } from './keyed-buckets.js';
import { networkOf } from './network.js';

export interface RequestRates {
  /** Requests a second; 0 is no limit. */
  readonly userRequestRate: number;
  readonly addressRequestRate: number;
}

/** HTTP requests of one user or one address to this gateway. Back ends with an API key are counted by address alone. */
export class RequestLimits {
  readonly #users: KeyedBuckets;
  readonly #networks: KeyedBuckets;

  constructor({ userRequestRate, addressRequestRate }: RequestRates) {
    this.#users = new KeyedBuckets({ rate: userRequestRate, burstSeconds: BURST_SECONDS });
    this.#networks = new KeyedBuckets({ rate: addressRequestRate, burstSeconds: BURST_SECONDS });
  }

  /** Before anything else is looked at: a wrong token costs as much to check as a right one. Handshakes count as well. */
  mayAsk(address: string): boolean {
    return this.#networks.take(networkOf(address), Date.now());
  }

  /** The same. @throws Refused `rate_limited` */
  fromAddress(address: string): void {
    if (!this.mayAsk(address)) throw new Refused('rate_limited', TOO_MANY);
  }

  /** @throws Refused `rate_limited` */
  ofUser(userId: string): void {
    if (!this.#users.take(userId, Date.now())) throw new Refused('rate_limited', TOO_MANY);
  }
}

export const TOO_MANY = 'Too many requests';
