import { NoroshiError } from '@noroshi/client';
import { useCallback, useRef, useState } from 'react';
import { useReason } from '../../refusals/use-reason.js';

/** What became of something that somebody did, told until dismissed or for a while. */
export interface Notice {
  readonly id: number;
  readonly text: string;
}

export interface Notices {
  readonly shown: readonly Notice[];
  readonly dismiss: (id: number) => void;
  readonly say: (text: string) => void;
  /** Tells of the refusal, if it comes to one. */
  readonly tell: (work: Promise<unknown>) => void;
}

const most = 3;

export function useNotices(): Notices {
  const reason = useReason();
  const [shown, setShown] = useState<readonly Notice[]>([]);
  const ids = useRef(0);
  const dismiss = useCallback((id: number) => setShown((held) => held.filter((notice) => notice.id !== id)), []);
  const say = useCallback((text: string) => {
    const notice = { id: (ids.current += 1), text };
    setShown((held) => [...held, notice].slice(-most));
  }, []);
  const tell = useCallback(
    (work: Promise<unknown>) => {
      work.catch((failure: unknown) => {
        if (!(failure instanceof NoroshiError)) throw failure;
        say(reason(failure));
      });
    },
    [say, reason],
  );
  return { shown, dismiss, say, tell };
}
