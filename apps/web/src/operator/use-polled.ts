import { useCallback, useEffect, useRef, useState } from 'react';
import { refusalOf, type Refusal } from '../refusals/refusal.js';

export interface Polled<T> {
  /** As it was told last, also while asking fails. */
  readonly value: T | undefined;
  /** Why the last question was not answered. */
  readonly error: Refusal | undefined;
  /** Asks now. */
  readonly refresh: () => void;
}

/** Asks again and again, one question at a time, while the page is looked at. Give the same `ask` for the same question. */
export function usePolled<T>(ask: () => Promise<T>, everyMs: number): Polled<T> {
  const [told, setTold] = useState<Omit<Polled<T>, 'refresh'>>({ value: undefined, error: undefined });
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    let isOver = false;
    let [timer, last] = [undefined as ReturnType<typeof setTimeout> | undefined, 0];
    const round = async (): Promise<void> => {
      clearTimeout(timer);
      const own = (last += 1);
      const answer = document.hidden ? undefined : await asked(ask);
      // Asked anew meanwhile: an answer from before then would be taken for one of now.
      if (isOver || own !== last) return;
      if (answer) setTold((before) => ({ ...before, ...answer }));
      timer = setTimeout(() => void round(), everyMs);
    };
    again.current = () => void round();
    void round();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [ask, everyMs]);
  const refresh = useCallback(() => again.current(), []);
  return { ...told, refresh };
}

async function asked<T>(ask: () => Promise<T>): Promise<{ readonly value?: T; readonly error: Refusal | undefined }> {
  try {
    return { value: await ask(), error: undefined };
  } catch (cause) {
    return { error: refusalOf(cause) };
  }
}
