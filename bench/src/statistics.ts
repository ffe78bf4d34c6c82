export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Undefined for no values. */
export const spreadOf = (values: readonly number[]): Spread | undefined => {
  const sorted = [...values].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (min === undefined || max === undefined || upper === undefined || lower === undefined) return undefined;
  return { median: (lower + upper) / 2, min, max };
};

/**
 * Round by round, so that a machine that was busy for one round was busy for both sides of the ratio. A round that
 * either side did not finish counts for neither.
 */
export const ratiosOf = (
  numerators: readonly (number | undefined)[],
  denominators: readonly (number | undefined)[],
): Spread | undefined =>
  spreadOf(
    numerators.flatMap((numerator, round) => {
      const denominator = denominators[round];
      return numerator === undefined || !denominator ? [] : [numerator / denominator];
    }),
  );
