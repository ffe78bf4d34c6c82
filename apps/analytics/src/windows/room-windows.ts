import { mergeRecent, PartWindows, type PlacedEvent, type PresencePeaks, type RecentFigures } from '@noroshi/domain';
import type { Clock } from '../metrics/clock.js';
import type { Part, PartReader } from './analytics-source.js';
import type { RollupOutlet } from './rollup-outlet.js';
import type { WindowMeter } from './window-meter.js';

export interface RoomWindowsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly peaks: PresencePeaks;
  /** Settles when `peaks` knows who came and went up to the moment of the call. @throws Outage */
  readonly presence: () => Promise<void>;
  readonly outlet: Pick<RollupOutlet, 'put' | 'writtenBefore' | 'assertRoom'>;
  readonly meter: Pick<WindowMeter, 'took'>;
}

/** Counts what happens in the rooms of the parts that this process is given. */
export class RoomWindows implements PartReader {
  readonly #options: RoomWindowsOptions;
  readonly #parts = new Map<string, PartWindows>();

  constructor(options: RoomWindowsOptions) {
    this.#options = options;
  }

  begin(part: Part): void {
    const { clock, peaks } = this.#options;
    const owns = (roomId: string) => part.owns(roomId);
    this.#parts.set(part.name, new PartWindows({ owns, peaks, now: clock.now() }));
  }

  take({ name }: Part, events: readonly PlacedEvent[]): Promise<string | undefined> {
    const { clock, outlet, meter } = this.#options;
    const windows = this.#parts.get(name);
    if (!windows) return Promise.resolve(undefined);
    const now = clock.now();
    for (const event of events) meter.took(windows.take(event, now));
    outlet.put(name, windows.close());
    outlet.assertRoom();
    return Promise.resolve(windows.resumeAt(outlet.writtenBefore(name)));
  }

  end({ name }: Part): void {
    this.#parts.delete(name);
  }

  /** Writes what is known of minutes that ended by the clock. @throws Outage: then it is to be tried again */
  async writeEnded(): Promise<void> {
    const { clock, presence, outlet } = this.#options;
    const now = clock.now();
    await presence();
    for (const [name, windows] of this.#parts) outlet.put(name, windows.ended(now));
  }

  /** Rooms of minutes that are open, each once for each minute. */
  get open(): number {
    return [...this.#parts.values()].reduce((count, windows) => count + windows.open, 0);
  }

  /** What was done lately in the rooms of all parts. */
  recent(): { readonly parts: readonly string[]; readonly figures: RecentFigures } {
    const now = this.#options.clock.now();
    return {
      parts: [...this.#parts.keys()].sort(),
      figures: mergeRecent([...this.#parts.values()].map((windows) => windows.recent(now))),
    };
  }
}
