import type { Transport } from '../ports/transport.js';

/** How often a transport that has worked before may fail before others are tried: the server may be away for all of them. */
const TRUST = 3;

/** Which transport is tried next: in the order given, the one that worked last before the others. */
export class TransportChoice {
  readonly #transports: readonly Transport[];
  #index = 0;
  #tried = 0;
  #trust = 0;

  /** @param transports one or more */
  constructor(transports: readonly Transport[]) {
    this.#transports = transports;
  }

  get current(): Transport {
    const transport = this.#transports[this.#index];
    if (!transport) throw new RangeError('There is no transport to try');
    return transport;
  }

  /** Another network may let through what the last one did not. */
  startOver(): void {
    this.#index = this.#trust = 0;
  }

  begin(): void {
    this.#tried = 0;
  }

  worked(): void {
    this.#trust = TRUST;
  }

  /** After one did not come about. False: all were tried, or the one that works is to be tried again later. */
  next(): boolean {
    if (this.#trust > 0) {
      this.#trust -= 1;
      return false;
    }
    this.#tried += 1;
    this.#index = (this.#index + 1) % this.#transports.length;
    return this.#tried < this.#transports.length;
  }
}
