import type { Live } from '@noroshi/client';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { selecting, type Drawn } from './selection.js';

/**
 * The value of `live` now, or what `select` makes of it.
 *
 * Draws again when the selection has changed, not when the value has: a selection that is the same object, or a list or plain
 * object with the same parts, is not drawn again. So a row of a list selects its own item, and `select` may be written inline.
 *
 * While the server renders, and for the first drawing in the browser of what it rendered, the value is `initial`; give it where
 * `live` may have changed before React takes over the page. By default it is the value of the moment.
 */
export function useLive<T>(live: Live<T>): T;
export function useLive<T, S>(live: Live<T>, select: (value: T) => S, initial?: T): S;
export function useLive<T, S = T>(live: Live<T>, select?: (value: T) => S, initial?: T): S;
export function useLive<T, S>(live: Live<T>, select: (value: T) => S = whole, initial?: T): S {
  const drawn = useRef<Drawn<S>>(undefined);
  const [now, atFirst] = useMemo(() => {
    const make = selecting(select, () => drawn.current);
    // One of its own: the two values differ, and each would make the other forget what it made.
    const makeFirst = selecting(select, () => drawn.current);
    return [() => make(live.current), () => makeFirst(initial === undefined ? live.current : initial)];
  }, [live, select, initial]);
  const subscribe = useCallback((listener: () => void) => live.subscribe(listener), [live]);
  const selection = useSyncExternalStore(subscribe, now, atFirst);
  useEffect(() => {
    drawn.current = { selection };
  }, [selection]);
  return selection;
}

/** Of any type, because `S` is `T` where nothing is selected. */
const whole = (value: unknown): never => value as never;
