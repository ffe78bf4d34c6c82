import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { RoomEvent } from '../room/events.js';
import { DistinctUsers } from './distinct-users.js';
import { MINUTE_MS, minuteOf } from './minute.js';
import { ReachedMinutes } from './reached-minutes.js';
import type { RoomActivity } from './room-activity.js';
import type { RoomMinute } from './rollup.js';
import { SeenPositions } from './seen-positions.js';

/** An event of a room, and where in the part of the log that one reader reads it was found. */
export interface PlacedEvent {
  readonly recorded: RecordedEvent<RoomEvent>;
  /** Of the log that the event's position is of. */
  readonly epoch: string;
  /** Whoever goes on here is given this event and all that come after it. */
  readonly place: string;
  /** Nothing of the part was before the first event that the reader was given. */
  readonly isBeginning: boolean;
}

/**
 * What became of an event:
 * - `late`: its minute was over, by more than what is waited for;
 * - `repeated`: it has come before;
 * - `before`: it is of a minute that was counted by whoever read the part up to where this reader began.
 */
export type Taken = 'counted' | 'late' | 'repeated' | 'before';

/**
 * How long a minute is waited for after it has ended, by the times of the events. The log's clock only goes back when
 * another server, with a clock that is behind, takes over; this is far more than clocks that are kept in step differ.
 */
export const LATENESS_MS = 30_000;

/** No clock is so far ahead of another: the time of such an event says nothing, and must not end the minutes of others. */
const ABSURD_MS = 24 * 3_600_000;

interface Cell {
  messages: number;
  joins: number;
  readonly users: DistinctUsers;
  /** Somebody was given its figures as they are. */
  isTold: boolean;
}

/**
 * Counts the events of one part of the log by room and minute, by the times at which they were stored.
 *
 * What is counted depends on the events and nothing else: neither on when they are read, nor on who read the part before.
 * A reader that begins where `resumeAt` says finds the same figures for that minute and all later ones. Memory is that of
 * the rooms in which something happened in the minutes that are open: usually two.
 */
export class MinuteWindows {
  readonly #open = new Map<number, Map<string, Cell>>();
  readonly #seen = new SeenPositions();
  readonly #reached = new ReachedMinutes();
  #floor: number | undefined;
  #latest = -Infinity;

  /** When the latest event was stored: the time as far as the part is read. */
  get latest(): number {
    return this.#latest;
  }

  /** Minutes that began before this one are over. */
  get openFrom(): number {
    return minuteOf(this.#latest - LATENESS_MS);
  }

  /** @param activity undefined: only its time counts. @param now milliseconds since 1970, by the reader's clock */
  take(event: PlacedEvent, activity: RoomActivity | undefined, now: number): Taken {
    const { recordedAt, position, lane } = event.recorded;
    if (recordedAt > now + ABSURD_MS) return 'late';
    const minute = minuteOf(recordedAt);
    const floor = this.#floorFor(event);
    const isNewest = this.#seen.pass(event.epoch, position);
    if (this.#seen.has(lane.entity, position)) return 'repeated';
    this.#latest = Math.max(this.#latest, recordedAt);
    this.#reached.reach(minute, event.place);
    // Of a minute that is over nobody remembers which events were counted: this one was, or it would be the newest.
    if (minute < this.openFrom) return isNewest ? 'late' : 'repeated';
    if (minute < floor) return 'before';
    if (activity) this.#count(minute, { roomId: lane.entity, position, activity });
    return 'counted';
  }

  /** What happened in the minutes that are over, as far as it was not told; they are forgotten. */
  close(): readonly RoomMinute[] {
    const figures: RoomMinute[] = [];
    for (const [minute, cells] of this.#open) {
      if (minute >= this.openFrom) continue;
      figures.push(...untold(minute, cells));
      this.#open.delete(minute);
      for (const roomId of cells.keys()) if (!this.#isOpen(roomId)) this.#seen.forget(roomId);
    }
    return figures;
  }

  /** What is known so far of open minutes that ended before this moment, as far as it was not told. */
  endedBefore(moment: number): readonly RoomMinute[] {
    const ended = [...this.#open].filter(([minute]) => minute + MINUTE_MS <= moment);
    return ended.flatMap(([minute, cells]) => untold(minute, cells));
  }

  /** Rooms of minutes that are open, each once for each minute. */
  get size(): number {
    return [...this.#open.values()].reduce((count, cells) => count + cells.size, 0);
  }

  /** Was anything counted in this room and minute, and is it remembered. */
  holds(roomId: string, minute: number): boolean {
    return this.#open.get(minute)?.has(roomId) === true;
  }

  /**
   * Where to go on so that this minute and all later ones are counted whole, and are counted the same. Undefined: not
   * later than where this reader began.
   *
   * @param minute one that is over, or the first one that is open; never earlier than in the call before
   */
  resumeAt(minute: number): string | undefined {
    return this.#reached.placeOf(Math.min(minute, this.openFrom));
  }

  /** Of earlier minutes not all events come: whoever read the part before has counted them. */
  #floorFor({ recorded, isBeginning }: PlacedEvent): number {
    this.#floor ??= isBeginning ? -Infinity : minuteOf(recorded.recordedAt);
    return this.#floor;
  }

  #count(
    minute: number,
    { roomId, position, activity }: { roomId: string; position: Position; activity: RoomActivity },
  ): void {
    const cells = this.#open.get(minute) ?? new Map<string, Cell>();
    this.#open.set(minute, cells);
    const cell = cells.get(roomId) ?? { messages: 0, joins: 0, users: new DistinctUsers(), isTold: false };
    cells.set(roomId, cell);
    this.#seen.remember(roomId, position);
    cell.messages += activity.messages;
    cell.joins += activity.joins;
    cell.users.add(activity.user);
    cell.isTold = false;
  }

  #isOpen(roomId: string): boolean {
    for (const cells of this.#open.values()) if (cells.has(roomId)) return true;
    return false;
  }
}

function untold(minute: number, cells: ReadonlyMap<string, Cell>): readonly RoomMinute[] {
  const figures: RoomMinute[] = [];
  for (const [roomId, cell] of cells) {
    if (cell.isTold) continue;
    cell.isTold = true;
    figures.push({ roomId, minute, messages: cell.messages, activeUsers: cell.users.count, joins: cell.joins });
  }
  return figures;
}
