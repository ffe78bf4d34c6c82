import { hostname } from 'node:os';
import { HostMeter, type HostUsage } from '@noroshi/telemetry';

/** What a process says of itself, whatever it does. */
export interface Vitals {
  readonly process: { readonly name: string; readonly role: string; readonly epoch: number };
  /** `ending` is the last word. */
  readonly state: 'up' | 'draining' | 'ending';
  readonly host: HostUsage;
}

export interface HeartbeatOptions {
  /** What it is: `gateway`, `rooms`, … */
  readonly role: string;
  /** Unique over all hosts. */
  readonly name: string;
  /** Called once a second, and when the state changes; must not throw. */
  readonly tell: (vitals: Vitals) => void;
}

const EVERY_MS = 1_000;

/** A name that no process on another host has, and no other process of this one that the same supervisor started. */
export const processName = (role: string): string => `${hostname()}-${process.env['SERVICE_NAME'] ?? role}`;

/** Tells once a second that this process lives, and how its host is doing. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #process: Vitals['process'];
  readonly #meter = new HostMeter();
  readonly #timer: NodeJS.Timeout;
  #host: HostUsage | undefined;
  #state: Vitals['state'] = 'up';

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    const { name, role } = options;
    this.#process = { name, role, epoch: Date.now() };
    this.#timer = setInterval(() => void this.#beat(), EVERY_MS);
    void this.#beat();
  }

  /** Its clients are sent away. */
  drain(): void {
    this.#turn('draining');
  }

  /** It tells nothing any more after this. */
  end(): void {
    clearInterval(this.#timer);
    this.#turn('ending');
  }

  async #beat(): Promise<void> {
    this.#host = await this.#meter.usage();
    if (this.#state !== 'ending') this.#tell();
  }

  #turn(state: Vitals['state']): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    // Nothing has been told yet that somebody would wait for the end of.
    if (this.#host) this.#options.tell({ process: this.#process, state: this.#state, host: this.#host });
  }
}
