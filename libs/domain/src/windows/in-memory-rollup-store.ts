import type { Rollup } from './rollup.js';
import { larger, type RollupRange, type RollupStore } from './rollup-store.js';

/** About 30 MB. */
const MOST = 200_000;

/** Rollups of one process, the latest ones: for tests, and where no database is given. */
export class InMemoryRollupStore implements RollupStore {
  readonly #rooms = new Map<string, Map<number, Rollup>>();
  /** In the order in which they came first. */
  readonly #order: { readonly roomId: string; readonly minute: number }[] = [];
  readonly #most: number;

  /** @param most rollups that are kept */
  constructor({ most = MOST }: { readonly most?: number } = {}) {
    this.#most = most;
  }

  put(rollups: readonly Rollup[]): Promise<void> {
    for (const rollup of rollups) this.#keep(rollup);
    const tooMany = this.#order.length - this.#most;
    if (tooMany > 0) for (const oldest of this.#order.splice(0, tooMany)) this.#forget(oldest);
    return Promise.resolve();
  }

  range({ roomId, from, to, limit }: RollupRange): Promise<readonly Rollup[]> {
    const kept = [...(this.#rooms.get(roomId)?.values() ?? [])];
    const wanted = kept.filter(({ minute }) => minute >= from && minute < to);
    return Promise.resolve(wanted.sort((a, b) => a.minute - b.minute).slice(0, limit));
  }

  #keep(rollup: Rollup): void {
    const { roomId, minute } = rollup;
    const minutes = this.#rooms.get(roomId) ?? new Map<number, Rollup>();
    this.#rooms.set(roomId, minutes);
    const known = minutes.get(minute);
    if (!known) this.#order.push({ roomId, minute });
    minutes.set(minute, known ? larger(known, rollup) : { ...rollup });
  }

  #forget({ roomId, minute }: { readonly roomId: string; readonly minute: number }): void {
    const minutes = this.#rooms.get(roomId);
    minutes?.delete(minute);
    if (minutes?.size === 0) this.#rooms.delete(roomId);
  }
}
