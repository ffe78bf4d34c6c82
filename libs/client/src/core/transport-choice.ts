import type { Transport } from '../ports/transport.js';

/** How often a transport that has worked before may fail before others are tried: the server may be away for all of them. */
const TRUST = 3;

/** How often the first is tried before the others: one try may meet a server that is just beginning. */
const TRIES_OF_FIRST = 2;
/** So many returns by another than the first, and the first is tried again: the network may be another one. */
const RETURNS = 3;

/**
 * Which transport is tried next: in the order given, the one that worked last before the others.
 * @param transports one or more
 */
export function transportChoice(transports: readonly Transport[]) {
  const { length } = transports;
  let [index, tried, trust, returns] = [0, 0, 0, 0];
  /** Another network may let through what the last one did not. */
  const startOver = (): void => {
    index = trust = 0;
  };
  return {
    startOver,
    /** @throws RangeError when none was given */
    current(): Transport {
      const transport = transports[index];
      if (!transport) throw new RangeError('There is no transport to try');
      return transport;
    },
    begin(): void {
      tried = 0;
      if (index > 0 && ++returns % RETURNS === 0) startOver();
    },
    worked(): void {
      trust = TRUST;
    },
    /** After one did not come about. False: all were tried, or the one that works is to be tried again later. */
    next(): boolean {
      if (trust > 0) {
        trust -= 1;
        return false;
      }
      tried += 1;
      if (index === 0 && tried < TRIES_OF_FIRST && length > 1) return true;
      index = (index + 1) % length;
      return index !== 0;
    },
  };
}
