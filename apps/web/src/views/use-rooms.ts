import { useEffect, useState } from 'react';
import type { Api, RoomSummary } from '../api/api.js';
import { HttpFailure } from '../api/http-failure.js';

export type RoomDirectory =
  | { readonly kind: 'loading' }
  | { readonly kind: 'known'; readonly rooms: readonly RoomSummary[] }
  | { readonly kind: 'failed'; readonly reason: string };

interface Options {
  readonly api: Api;
  /** The list is read again when this changes. */
  readonly occasion: string | undefined;
  readonly onRefused: () => void;
}

const refreshMs = 15_000;
const settleMs = 1_500;

/** The public rooms, read now and again while the page is looked at. */
export function useRooms({ api, occasion, onRefused }: Options): RoomDirectory {
  const [directory, setDirectory] = useState<RoomDirectory>({ kind: 'loading' });

  useEffect(() => {
    const left = new AbortController();
    const failed = (failure: unknown): void => {
      if (left.signal.aborted) return;
      if (!(failure instanceof HttpFailure)) throw failure;
      if (failure.status === 401) {
        onRefused();
        return;
      }
      // A list that is a little old is better than none.
      setDirectory((held) => (held.kind === 'known' ? held : { kind: 'failed', reason: failure.message }));
    };
    const read = (): void => {
      if (document.visibilityState === 'hidden') return;
      void api.rooms(left.signal).then((rooms) => setDirectory({ kind: 'known', rooms }), failed);
    };
    read();
    // Once more when a join has had the time to count, and a new room to exist.
    const soon = setTimeout(read, settleMs);
    const timer = setInterval(read, refreshMs);
    document.addEventListener('visibilitychange', read, { signal: left.signal });
    return () => {
      left.abort();
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [api, occasion]);

  return directory;
}
