const split = (offset: string): readonly [epoch: string, position: string] => {
  const hyphen = offset.lastIndexOf('-');
  return [offset.slice(0, hyphen + 1), offset.slice(hyphen + 1)];
};

/**
 * The order of the log; undefined: of two logs. Offsets are opaque but for this: within one epoch (what stands before the
 * hyphen) the rest is a numeral without leading zeros, so that the longer is the larger.
 */
export function compareOffsets(left: string, right: string): number | undefined {
  const [[leftEpoch, a], [rightEpoch, b]] = [split(left), split(right)];
  if (leftEpoch !== rightEpoch) return undefined;
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/** Is what stands at `offset` told already to whoever has come to `reached`. */
export const isReached = (offset: string, reached: string | undefined): boolean =>
  reached !== undefined && (compareOffsets(offset, reached) ?? 1) <= 0;

export const laterOffset = (left: string | undefined, right: string): string =>
  left !== undefined && isReached(right, left) ? left : right;

/** So that what stands at `offset` itself comes after it. */
export function justBefore(offset: string): string {
  const [epoch, position] = split(offset);
  return epoch + Math.max(0, Number.parseInt(position, 36) - 1).toString(36);
}
