import type { Clock } from './clock.js';

/** Between pings of a quiet connection: under the idle time after which proxies cut (usually a minute). */
const EVERY_MS = 25_000;
/** How long an answer may take. */
const PATIENCE_MS = 8_000;

interface Needs {
  readonly clock: Clock;
  readonly ping: () => void;
  readonly dead: () => void;
}

/** Finds out that nobody is at the other end of a connection that still says it is open. */
export class Heartbeat {
  readonly #needs: Needs;
  #next: (() => void) | undefined;
  #verdict: (() => void) | undefined;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Something came in, so the other end lives. */
  heard(): void {
    this.stop();
    this.#next = this.#needs.clock.after(EVERY_MS, () => this.probe());
  }

  /** Asks now instead of at the next turn. */
  probe(): void {
    if (this.#verdict) return;
    this.#next?.();
    this.#verdict = this.#needs.clock.after(PATIENCE_MS, () => this.#needs.dead());
    this.#needs.ping();
  }

  stop(): void {
    this.#next?.();
    this.#verdict?.();
    this.#next = this.#verdict = undefined;
  }
}
