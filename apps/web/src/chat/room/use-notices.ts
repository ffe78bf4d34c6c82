import { NoroshiError } from '@noroshi/client';
import { useCallback, useRef, useState } from 'react';

/** Something that did not go as wished, told until dismissed or for a while. */
export interface Notice {
  readonly id: number;
  readonly text: string;
}

export interface Notices {
  readonly shown: readonly Notice[];
  readonly dismiss: (id: number) => void;
  /** Tells of the refusal, if it comes to one. */
  readonly tell: (work: Promise<unknown>) => void;
}

const most = 3;

export function useNotices(): Notices {
  const [shown, setShown] = useState<readonly Notice[]>([]);
  const ids = useRef(0);
  const dismiss = useCallback((id: number) => setShown((held) => held.filter((notice) => notice.id !== id)), []);
  const tell = useCallback((work: Promise<unknown>) => {
    work.catch((failure: unknown) => {
      if (!(failure instanceof NoroshiError)) throw failure;
      const notice = { id: (ids.current += 1), text: failure.message };
      setShown((held) => [...held, notice].slice(-most));
    });
  }, []);
  return { shown, dismiss, tell };
}
