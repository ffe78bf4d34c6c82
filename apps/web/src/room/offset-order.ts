/** Where something stands in the room's log, as the server put it. */
export interface Placed {
  readonly offset: string;
  /** Of the log, ISO 8601. */
  readonly timestamp: string;
}

function split(offset: string): readonly [epoch: string, position: string] {
  const hyphen = offset.lastIndexOf('-');
  return [offset.slice(0, hyphen + 1), offset.slice(hyphen + 1)];
}

/** Numerals without leading zeros, in any base: the longer is the larger. */
const compareNumerals = (left: string, right: string): number =>
  left.length - right.length || (left < right ? -1 : Number(left > right));

/**
 * The order of the log. Offsets are opaque but for this: within one epoch (what stands before the hyphen) the rest counts
 * upwards. Across epochs, that is, after the log was restored, the log's clock decides.
 */
export function compareOffsets(left: Placed, right: Placed): number {
  const [leftEpoch, leftPosition] = split(left.offset);
  const [rightEpoch, rightPosition] = split(right.offset);
  if (leftEpoch === rightEpoch) return compareNumerals(leftPosition, rightPosition);
  return Date.parse(left.timestamp) - Date.parse(right.timestamp);
}
