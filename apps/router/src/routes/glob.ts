/**
 * Whether a text is as a pattern says: `*` stands for any characters, also none, `?` for one; all others for themselves.
 * Takes time in proportion to both lengths at most, whatever they are.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const [wanted, given] = [Array.from(pattern), Array.from(text)];
  let [at, from] = [0, 0];
  /** Where the last star is, and how much it stands for so far. */
  let [star, until] = [-1, 0];
  while (from < given.length) {
    const part = wanted[at];
    if (part === '*') {
      [star, until] = [at, from];
      at += 1;
    } else if (part !== undefined && (part === '?' || part === given[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      until += 1;
      [at, from] = [star + 1, until];
    } else return false;
  }
  return wanted.slice(at).every((part) => part === '*');
}
