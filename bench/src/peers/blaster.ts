/** Sequences the blaster has prepared before it repeats itself; a multiple of what it writes at once. */
export const BLASTER_WRAP = 8192;
