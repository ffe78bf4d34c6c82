export interface HeartbeatTiming {
  /** Between pings of a quiet connection, ms: under the idle time after which proxies cut (usually 60 s). */
  readonly everyMs: number;
  /** How long an answer may take, ms. */
  readonly patienceMs: number;
}

export const heartbeatTiming: HeartbeatTiming = { everyMs: 25_000, patienceMs: 8_000 };

interface Needs extends HeartbeatTiming {
  readonly ping: () => void;
  readonly dead: () => void;
}

/** Finds out that nobody is at the other end of a socket that still says it is open. */
export class Heartbeat {
  private next: ReturnType<typeof setTimeout> | undefined;
  private verdict: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly needs: Needs) {}

  /** Something came in, so the other end lives. */
  heard(): void {
    this.stop();
    this.next = setTimeout(() => this.probe(), this.needs.everyMs);
  }

  /** Asks now instead of at the next turn. */
  probe(): void {
    if (this.verdict !== undefined) return;
    clearTimeout(this.next);
    this.verdict = setTimeout(() => this.needs.dead(), this.needs.patienceMs);
    this.needs.ping();
  }

  stop(): void {
    clearTimeout(this.next);
    clearTimeout(this.verdict);
    this.next = undefined;
    this.verdict = undefined;
  }
}
