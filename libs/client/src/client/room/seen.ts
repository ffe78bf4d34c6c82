import { isReached, laterOffset } from '../../core/offsets.js';

/** What is repeated is repeated within this many. */
const REMEMBERED = 256;

/** Tells what was told before: after the core was changed, or another tab came with less, the log is read again from there. */
export function createSeen() {
  const recent = new Set<string>();
  let floor: string | undefined;
  let last: string | undefined;
  return {
    /** The furthest offset seen. */
    last: () => last,
    isNew(offset: string): boolean {
      if (isReached(offset, floor) || recent.has(offset)) return false;
      last = laterOffset(last, offset);
      const [oldest] = recent.add(offset);
      if (recent.size > REMEMBERED && oldest !== undefined) {
        recent.delete(oldest);
        floor = laterOffset(floor, oldest);
      }
      return true;
    },
    /** What is told from now on comes after this. */
    reached(offset: string): void {
      last = laterOffset(last, offset);
      floor = laterOffset(floor, offset);
    },
  };
}
