/** Nobody is left alone for longer, whatever was asked for. */
const LONGEST_MS = 3_600_000;

/**
 * Milliseconds to wait as a `Retry-After` header asks for: seconds or a date. Undefined: it asks for nothing that makes sense.
 *
 * @param now milliseconds since 1970
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : timeOf(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_MS, Math.max(0, ms));
}

/** The day's name comes first; the parser alone would take a mere number for a year. */
const timeOf = (text: string): number => (/^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN);
