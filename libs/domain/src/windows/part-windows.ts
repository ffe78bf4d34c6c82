import { MINUTE_MS, minuteOf } from './minute.js';
import { LATENESS_MS, MinuteWindows, type PlacedEvent, type Taken } from './minute-windows.js';
import type { PresencePeaks } from './presence-peaks.js';
import { RECENT_MS, RecentActivity, type RecentFigures } from './recent-activity.js';
import { activityOf } from './room-activity.js';
import type { RoomMinute } from './rollup.js';

export interface PartWindowsOptions {
  /** Are the events of this room in the part. */
  readonly owns: (roomId: string) => boolean;
  readonly peaks: Pick<PresencePeaks, 'changedIn'>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Somebody who stops for so long has nothing to read. */
const IDLE_MS = 10_000;

/** All windows over one part of the log: of each minute and room, and what was done lately. */
export class PartWindows {
  readonly #options: PartWindowsOptions;
  readonly #minutes = new MinuteWindows();
  readonly #recent = new RecentActivity();
  /** Rooms where people only came and went are told up to this minute. */
  #presenceFrom: number;
  #readAt: number;

  constructor(options: PartWindowsOptions) {
    this.#options = options;
    this.#presenceFrom = minuteOf(options.now - RECENT_MS);
    this.#readAt = options.now;
  }

  /** @param now milliseconds since 1970 */
  take(event: PlacedEvent, now: number): Taken {
    const { recorded } = event;
    if (this.#minutes.latest === -Infinity) this.#beginAt(recorded.recordedAt);
    this.#readAt = now;
    const activity = activityOf(recorded.event);
    const taken = this.#minutes.take(event, activity, now);
    if (taken === 'late') this.#recent.noteLate(Math.min(Math.max(this.#minutes.latest, recorded.recordedAt), now));
    const isNear = Math.abs(recorded.recordedAt - now) < RECENT_MS;
    if (activity && isNear && (taken === 'counted' || taken === 'late')) {
      this.#recent.note(recorded.recordedAt, recorded.lane.entity, activity);
    }
    return taken;
  }

  /** Of minutes that are over since the call before. */
  close(): readonly RoomMinute[] {
    return this.#minutes.close();
  }

  /**
   * What is known of minutes that ended, though no event has come that says so: where nobody says anything, none does.
   * Something may still be added to it. To be asked when it is known who came and went up to now.
   */
  ended(now: number): readonly RoomMinute[] {
    const end = minuteOf(now - LATENESS_MS);
    const silent: RoomMinute[] = [];
    for (let minute = this.#presenceFrom; minute < end; minute += MINUTE_MS) silent.push(...this.#silentIn(minute));
    this.#presenceFrom = Math.max(this.#presenceFrom, end);
    return now - this.#readAt < IDLE_MS ? silent : [...silent, ...this.#minutes.endedBefore(end)];
  }

  /**
   * Where whoever reads the part next is to go on, to find the same minutes and the same of what was done lately.
   *
   * @param writtenBefore minutes that began before this one are kept for good, as far as they were told
   */
  resumeAt(writtenBefore: number): string | undefined {
    return this.#minutes.resumeAt(Math.min(writtenBefore, this.#minutes.openFrom) - RECENT_MS);
  }

  /** Rooms of minutes that are open, each once for each minute. */
  get open(): number {
    return this.#minutes.size;
  }

  recent(now: number): RecentFigures {
    return this.#recent.figures(now);
  }

  /** Whoever read the part before may have come no further. */
  #beginAt(moment: number): void {
    this.#presenceFrom = Math.min(this.#presenceFrom, minuteOf(moment));
  }

  /** People came or went, and nothing else happened as far as is known. */
  #silentIn(minute: number): readonly RoomMinute[] {
    const { peaks, owns } = this.#options;
    const rooms = [...peaks.changedIn(minute)].filter((roomId) => owns(roomId) && !this.#minutes.holds(roomId, minute));
    return rooms.map((roomId) => ({ roomId, minute, messages: 0, activeUsers: 0, joins: 0 }));
  }
}
