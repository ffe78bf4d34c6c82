/** An answer of a service has to fit into one message of a megabyte, whatever the ids and texts in it are. */
const MAX_BYTES = 600_000;

/** The most that one UTF-16 unit takes on the wire. */
const BYTES_PER_UNIT = 3;

/** The first of the items: at most `limit`, and no more than go into one answer, but one at least. `more`: some are left. */
export function fitting<T>(
  items: Iterable<T>,
  limit: number,
): { readonly items: readonly T[]; readonly more: boolean } {
  const taken: T[] = [];
  let bytes = 0;
  for (const item of items) {
    bytes += JSON.stringify(item).length * BYTES_PER_UNIT;
    if (taken.length > 0 && (taken.length >= limit || bytes > MAX_BYTES)) return { items: taken, more: true };
    taken.push(item);
  }
  return { items: taken, more: false };
}
