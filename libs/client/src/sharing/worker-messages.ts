import type { TransportName } from '../api/connection-state.js';

/** What a tab says to the worker first. */
export interface Knock {
  /** The tab's. */
  readonly life: string;
  readonly url: string;
  readonly transports: readonly TransportName[] | undefined;
}

/** And what it is answered. */
export interface Opened {
  /** The worker's. */
  readonly life: string;
}
