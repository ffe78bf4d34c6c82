import type { Transport } from '../ports/transport.js';

/** How often a transport that has worked before may fail before others are tried: the server may be away for all of them. */
const TRUST = 3;

/** How often the first is tried before the others: one try may meet a server that is just beginning. */
const TRIES_OF_FIRST = 2;
/** So many returns by another than the first, and the first is tried again: the network may be another one. */
const RETURNS = 3;

/** Which transport is tried next: in the order given, the one that worked last before the others. */
export class TransportChoice {
  readonly #transports: readonly Transport[];
  #index = 0;
  #tried = 0;
  #trust = 0;
  #returns = 0;

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
    if (this.#index > 0 && ++this.#returns % RETURNS === 0) this.startOver();
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
    const { length } = this.#transports;
    this.#tried += 1;
    if (this.#index === 0 && this.#tried < TRIES_OF_FIRST && length > 1) return true;
    this.#index = (this.#index + 1) % length;
    return this.#index !== 0;
  }
}
