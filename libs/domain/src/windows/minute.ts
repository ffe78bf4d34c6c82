export const MINUTE_MS = 60_000;

/** When the minute of a moment began. Both in milliseconds since 1970. */
export const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;
