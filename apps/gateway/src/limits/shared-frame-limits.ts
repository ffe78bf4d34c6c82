import type { Identity } from '@noroshi/hub';
import { BURST_SECONDS, type FrameLimit, type FrameVerdict } from './frame-limit.js';
import { KeyedBuckets } from './keyed-buckets.js';

export interface SharedFrameRates {
  readonly messageRate: number;
  /** Frames a second, over all of this gateway's connections of a user or an address; 0 is no limit. */
  readonly userMessageRate?: number;
  readonly addressMessageRate?: number;
}

/** Ten connections of one user at full speed. */
const CONNECTIONS_PER_USER = 10;
/** An office of 400 people behind one address, all of them at full speed. */
const CONNECTIONS_PER_ADDRESS = 400;

interface Sender {
  readonly limit: FrameLimit;
  readonly network: string;
  readonly session: { readonly identity: Identity | undefined };
}

/** What connections may send together. A guest's id is only claimed, so guests are counted by their address alone. */
export class SharedFrameLimits {
  readonly #users: KeyedBuckets;
  readonly #networks: KeyedBuckets;

  constructor({ messageRate, userMessageRate, addressMessageRate }: SharedFrameRates) {
    this.#users = buckets(userMessageRate ?? messageRate * CONNECTIONS_PER_USER);
    this.#networks = buckets(addressMessageRate ?? messageRate * CONNECTIONS_PER_ADDRESS);
  }

  judge(sender: Sender, now: number): FrameVerdict {
    const { limit, network, session } = sender;
    const user = session.identity?.user;
    const isTaken =
      limit.take(now) &&
      (user === undefined || user.guest || this.#users.take(user.id, now)) &&
      this.#networks.take(network, now);
    return isTaken ? 'take' : limit.refuse(now);
  }
}

const buckets = (rate: number): KeyedBuckets => new KeyedBuckets({ rate, burstSeconds: BURST_SECONDS });
