import type { Point } from './figures.js';

/** What a chart draws: seconds since 1970, and the values at them; null is a hole in the line. */
export type Series = [times: number[], values: (number | null)[]];

/** Measured once a second: where more is missing nobody knows what was, and a line would claim to. */
const HOLE_MS = 2_500;

export function seriesOf(points: readonly Point[]): Series {
  const times: number[] = [];
  const values: (number | null)[] = [];
  let before: number | undefined;
  for (const { at, value } of points) {
    if (before !== undefined && at - before > HOLE_MS) {
      times.push((before + 1000) / 1000);
      values.push(null);
    }
    times.push(at / 1000);
    values.push(value);
    before = at;
  }
  return [times, values];
}

/** The value that holds at a moment: the last one until then; undefined where nothing was measured. */
export function valueAt(points: readonly Point[], at: number): number | undefined {
  const point = points.findLast((each) => each.at <= at);
  return point && at - point.at <= HOLE_MS ? point.value : undefined;
}

export interface Summary {
  readonly last: number;
  readonly least: number;
  readonly mean: number;
  readonly most: number;
}

/** Undefined: nothing is known. */
export function summaryOf(points: readonly Point[]): Summary | undefined {
  const last = points.at(-1)?.value;
  if (last === undefined) return undefined;
  const values = points.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  return { last, least: Math.min(...values), mean: sum / values.length, most: Math.max(...values) };
}

export interface Range {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

export const within = <T extends { readonly at: number }>(items: readonly T[], { from, to }: Range): readonly T[] =>
  items.filter(({ at }) => at >= from && at <= to);

/** Room above the highest value, so that the line never runs along the edge. */
export function topOf(points: readonly Point[], atLeast: number): number {
  const most = points.reduce((highest, { value }) => Math.max(highest, value), 0);
  return Math.max(atLeast, most * 1.15);
}
