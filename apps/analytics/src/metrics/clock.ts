/** Time as the keeper of metrics sees it; specs bring one that they turn by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once in each second, early in it. Returns how to call it off. */
  everySecond(run: () => void): () => void;
}

/** A timer may be a millisecond early, and would be so in the second before. */
const INTO_SECOND_MS = 5;

export const systemClock: Clock = {
  now: () => Date.now(),
  everySecond: (run) => {
    const untilNext = () => 1000 - (Date.now() % 1000) + INTO_SECOND_MS;
    const tick = () => {
      timer = setTimeout(tick, untilNext());
      run();
    };
    let timer = setTimeout(tick, untilNext());
    return () => clearTimeout(timer);
  },
};
