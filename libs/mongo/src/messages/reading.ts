/** Of every query: whoever asks has given up by then, and the server need not go on. */
export const READING = { maxTimeMS: 2_000 } as const;
