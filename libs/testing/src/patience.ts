/**
 * How long a test waits for what should come, in milliseconds. Whatever comes in time is not held up by it, and a machine
 * that does much else at once is late with everything; below Jest's own timeout, so that a failure names what did not come.
 */
export const PATIENCE_MS = 30_000;
