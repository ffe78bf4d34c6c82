/**
 * Longer than React takes between unmounting and mounting what is the same to the user: at once in StrictMode, a moment with
 * fast refresh or where a route is exchanged for another with the same room.
 */
const GRACE_MS = 1_000;

/**
 * Something that is begun for its first user and ended a second after its last one has gone, if nobody has come back by then.
 *
 * @param begin gives the way to end it
 * @returns begins a use, and gives the way to end that use
 */
export function lingering(begin: () => () => void): () => () => void {
  let users = 0;
  let end: (() => void) | undefined;
  let grace: ReturnType<typeof setTimeout> | undefined;
  const finish = (): void => {
    end?.();
    end = undefined;
  };
  return () => {
    clearTimeout(grace);
    users += 1;
    end ??= begin();
    let isUsing = true;
    return () => {
      if (!isUsing) return;
      isUsing = false;
      users -= 1;
      if (users === 0) grace = setTimeout(finish, GRACE_MS);
    };
  };
}
