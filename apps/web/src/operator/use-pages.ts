import { useCallback, useState } from 'react';
import type { Refusal } from '../refusals/refusal.js';
import type { Page } from './operator-api.js';
import { usePolled } from './use-polled.js';

export interface Pages<T> {
  /** Undefined: nothing was answered yet. */
  readonly items: readonly T[] | undefined;
  readonly error: Refusal | undefined;
  readonly hasMore: boolean;
  readonly showMore: () => void;
  readonly refresh: () => void;
}

/** So many pages of a list as somebody wanted to see, kept up to date. Give the same `ask` for the same list. */
export function usePages<T>(ask: (after: string | undefined) => Promise<Page<T>>, everyMs: number): Pages<T> {
  const [count, setCount] = useState(1);
  const askAll = useCallback(async (): Promise<Page<T>> => {
    const items: T[] = [];
    let next: string | undefined;
    for (let page = 0; page < count; page += 1) {
      const answer = await ask(next);
      items.push(...answer.items);
      next = answer.next;
      if (next === undefined) break;
    }
    return { items, ...(next === undefined ? {} : { next }) };
  }, [ask, count]);
  const { value, error, refresh } = usePolled(askAll, everyMs);
  const showMore = useCallback(() => setCount((before) => before + 1), []);
  return { items: value?.items, error, hasMore: value?.next !== undefined, showMore, refresh };
}
