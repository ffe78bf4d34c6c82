import { isSame } from './same.js';

/** Boxed, because `undefined` can be selected too. */
export interface Drawn<S> {
  readonly selection: S;
}

/**
 * What `select` makes of a value, made anew only for another value, and the former object where the new one says the same:
 * `useSyncExternalStore` draws when it gets another object, and for ever when it always gets another.
 */
export function selecting<T, S>(select: (value: T) => S, drawn: () => Drawn<S> | undefined): (value: T) => S {
  let last: { readonly value: T; readonly selection: S } | undefined;
  return (value) => {
    if (last && Object.is(last.value, value)) return last.selection;
    const former = last ?? drawn();
    const selection = select(value);
    last = { value, selection: former && isSame(former.selection, selection) ? former.selection : selection };
    return last.selection;
  };
}
