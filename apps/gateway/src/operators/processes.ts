import { asProcessReport, channels, Roster, type ProcessReport } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';

export interface ProcessesOptions {
  readonly broadcast: Pick<Broadcast, 'listen'>;
  /** False while nothing can be heard of anybody: then silence means nothing. */
  readonly canHear: () => boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const LOOK_EVERY_MS = 1_000;
/** Whoever looks so late was stopped for a while, and may not have heard what came meanwhile. */
const LATE_MS = 4_000;

/** All processes of the product that are up, by what each tells once a second. */
export class Processes {
  readonly #canHear: () => boolean;
  readonly #now: () => number;
  readonly #roster: Roster;
  #lookedAt: number;
  #listening: { close(): void } | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor({ canHear, now = Date.now }: Omit<ProcessesOptions, 'broadcast'>) {
    this.#canHear = canHear;
    this.#now = now;
    this.#lookedAt = now();
    this.#roster = new Roster([], now());
  }

  /** Whole after a second. */
  static async begin({ broadcast, ...options }: ProcessesOptions): Promise<Processes> {
    const processes = new Processes(options);
    processes.#listening = await broadcast.listen(channels.reports, (payload) => processes.#hear(payload));
    processes.#timer = setInterval(() => processes.look(), LOOK_EVERY_MS);
    return processes;
  }

  /** By name. */
  list(): readonly ProcessReport[] {
    return [...this.#roster.reports()].sort((a, b) => a.process.name.localeCompare(b.process.name));
  }

  /** Forgets who is silent, unless it was this process that could not hear. */
  look(): void {
    const now = this.#now();
    const isDeaf = !this.#canHear() || now - this.#lookedAt > LATE_MS;
    this.#lookedAt = now;
    this.#roster.sweep(now, isDeaf);
  }

  close(): void {
    this.#listening?.close();
    clearInterval(this.#timer);
  }

  #hear(payload: unknown): void {
    const report = asProcessReport(payload);
    if (report) this.#roster.hear(report, this.#now());
  }
}
