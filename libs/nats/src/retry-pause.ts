import type { Nats } from './connect.js';

const FIRST_MS = 50;
const LAST_MS = 2_000;

/** Longer from retry to retry, and over as soon as the connection is back. */
export class RetryPause {
  private readonly stopWatching: () => void;
  private over: () => void = () => undefined;

  constructor(nats: Nats) {
    this.stopWatching = nats.onReconnect(() => this.over());
  }

  /** @param retries so far */
  wait(retries: number): Promise<void> {
    const longest = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(retries, 10));
    return new Promise((resolve) => {
      // Spread out, so that all who wait for the log do not ask it at once.
      const timer = setTimeout(resolve, longest * (0.5 + Math.random() / 2));
      this.over = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the pause under way, for good. */
  close(): void {
    this.stopWatching();
    this.over();
  }
}
