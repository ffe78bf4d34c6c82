import type { Rollup, RoomMinute } from '@noroshi/domain';
import { BackOff, Outage, untilReachable } from '@noroshi/event-sourcing';
import type { WindowMeter } from './window-meter.js';

/** Where rollups are told: to a database, to a topic. Told again they change nothing. */
export interface RollupSink {
  /** Settles when they are kept for good. @throws Outage */
  put(rollups: readonly Rollup[]): Promise<void>;
}

export interface RollupOutletOptions {
  readonly sinks: readonly RollupSink[];
  /** Settles when it is known who came and went up to the moment of the call. */
  readonly presence: () => Promise<void>;
  readonly peak: (roomId: string, minute: number) => number;
  readonly onWaiting: (cause: unknown) => void;
  readonly meter: Pick<WindowMeter, 'wrote'>;
}

interface Waiting {
  readonly part: string;
  readonly figures: readonly RoomMinute[];
  /** The first of their minutes. */
  readonly earliest: number;
}

/** Of rollups, that wait for a database to come back: a few megabytes. Then whoever counts them waits too. */
const MOST_WAITING = 20_000;

/** Writes what was counted, in the background and in order, with how many people were present. Nobody who counts waits for it. */
export class RollupOutlet {
  readonly #options: RollupOutletOptions;
  readonly #pauses = new BackOff();
  #waiting: Waiting[] = [];
  /** What is being written. */
  #inHand: readonly Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(options: RollupOutletOptions) {
    this.#options = options;
  }

  put(part: string, figures: readonly RoomMinute[]): void {
    if (figures.length === 0) return;
    const earliest = figures.reduce((first, { minute }) => Math.min(first, minute), Infinity);
    this.#waiting.push({ part, figures, earliest });
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  /** Rollups that are not written yet. */
  get waiting(): number {
    return countOf(this.#inHand) + countOf(this.#waiting);
  }

  /** Everything of a part that was put and is of an earlier minute is written. */
  writtenBefore(part: string): number {
    const unwritten = [...this.#inHand, ...this.#waiting].filter((waiting) => waiting.part === part);
    return Math.min(...unwritten.map(({ earliest }) => earliest));
  }

  /** @throws Outage while too much waits to be written */
  assertRoom(): void {
    if (countOf(this.#waiting) > MOST_WAITING) throw new Outage('too many rollups wait to be written');
  }

  /** Settles when what was put is written, or can't be for now: then it is counted again by whoever comes next. */
  async close(): Promise<void> {
    this.#pauses.end();
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#inHand = this.#waiting;
      this.#waiting = [];
      try {
        await this.#tell(this.#inHand.flatMap(({ figures }) => figures));
      } catch (cause) {
        if (cause instanceof Outage && this.#pauses.isEnded) return;
        throw cause;
      }
      this.#inHand = [];
    }
  }

  async #tell(figures: readonly RoomMinute[]): Promise<void> {
    const { sinks, presence, peak, meter } = this.#options;
    await this.#patiently(presence);
    const rollups = figures.map((each) => ({ ...each, peakPresence: peak(each.roomId, each.minute) }));
    for (const sink of sinks) await this.#patiently(() => sink.put(rollups));
    meter.wrote(rollups.length);
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    return untilReachable(work, { pauses: this.#pauses, onWaiting: this.#options.onWaiting });
  }
}

const countOf = (waiting: readonly Waiting[]): number =>
  waiting.reduce((count, { figures }) => count + figures.length, 0);
