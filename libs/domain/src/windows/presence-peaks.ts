import { InMemoryPresenceRegistry } from '../presence/in-memory-presence-registry.js';
import type { SessionEvent } from '../presence/session-events.js';
import { MINUTE_MS, minuteOf } from './minute.js';

/** Of a minute in which somebody came or went. */
interface Change {
  readonly minute: number;
  /** The most who were there at one moment of it, those who were there when it began among them. */
  peak: number;
  /** How many there were when it ended. */
  last: number;
}

export interface PeaksOptions {
  /** Milliseconds for which changes are remembered; six hours unless given. */
  readonly keepMs?: number;
  /** Most changes that are remembered: about 100 bytes each. */
  readonly most?: number;
}

const KEEP_MS = 6 * 60 * MINUTE_MS;
const MOST = 300_000;

/** How many people were in which room when: the log of sessions, folded in its order, by its own clock. */
export class PresencePeaks {
  readonly #registry = new InMemoryPresenceRegistry();
  readonly #options: Required<PeaksOptions>;
  /** Oldest first; the first one also says how many there were before what is remembered. */
  readonly #rooms = new Map<string, Change[]>();
  /** Oldest first, with the rooms of their changes. */
  readonly #minutes = new Map<number, Set<string>>();
  #changes = 0;
  #minute = 0;

  constructor({ keepMs = KEEP_MS, most = MOST }: PeaksOptions = {}) {
    this.#options = { keepMs, most };
  }

  /** @param at when it was stored, in milliseconds since 1970 */
  apply(event: SessionEvent, at: number): void {
    // A clock that was set back does not undo what was known by then.
    this.#minute = Math.max(this.#minute, minuteOf(at));
    for (const { roomId, count } of this.#registry.apply(event)) this.#note(roomId, count);
    this.#forget();
  }

  /** The most people who were in a room at one moment of a minute; 0 where nothing is known any more. */
  peak(roomId: string, minute: number): number {
    const before = this.#rooms.get(roomId)?.findLast((change) => change.minute <= minute);
    if (!before) return 0;
    return before.minute === minute ? before.peak : before.last;
  }

  /** The rooms in which somebody came or went. */
  changedIn(minute: number): Iterable<string> {
    return this.#minutes.get(minute) ?? [];
  }

  #note(roomId: string, count: number): void {
    const changes = this.#rooms.get(roomId) ?? [];
    this.#rooms.set(roomId, changes);
    const known = changes.at(-1);
    if (known?.minute === this.#minute) {
      known.peak = Math.max(known.peak, count);
      known.last = count;
      return;
    }
    changes.push({ minute: this.#minute, peak: Math.max(known?.last ?? 0, count), last: count });
    this.#changes += 1;
    const rooms = this.#minutes.get(this.#minute) ?? new Set<string>();
    this.#minutes.set(this.#minute, rooms.add(roomId));
  }

  #forget(): void {
    const { keepMs, most } = this.#options;
    for (const [minute, rooms] of this.#minutes) {
      if (minute === this.#minute || (minute >= this.#minute - keepMs && this.#changes <= most)) return;
      this.#minutes.delete(minute);
      this.#changes -= rooms.size;
      for (const roomId of rooms) this.#forgetChanges(roomId, minute);
    }
  }

  /** The last one stays, as old as it may be: it says how many there were from then on. */
  #forgetChanges(roomId: string, upTo: number): void {
    const changes = this.#rooms.get(roomId) ?? [];
    for (let next = changes[1]; next && next.minute <= upTo; next = changes[1]) changes.shift();
    if (changes.length === 1 && changes[0]?.last === 0) this.#rooms.delete(roomId);
  }
}
