import { useCallback, useEffect, useState } from 'react';

interface Preference<T> {
  /** In the browser's storage. */
  readonly key: string;
  /** What a stored text means; undefined: nothing, any more. */
  readonly read: (stored: string | null) => T | undefined;
  readonly otherwise: () => T;
}

const storedNow = <T extends string>({ key, read, otherwise }: Preference<T>): T =>
  read(localStorage.getItem(key)) ?? otherwise();

/** What somebody chose for this browser: it outlives the page, and all tabs follow. Give the same object at each render. */
export function usePreference<T extends string>(preference: Preference<T>): readonly [T, (next: T) => void] {
  const [value, setValue] = useState(() => storedNow(preference));

  useEffect(() => {
    const follow = ({ key }: StorageEvent): void => {
      if (key === preference.key) setValue(storedNow(preference));
    };
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, [preference]);

  const choose = useCallback(
    (next: T) => {
      localStorage.setItem(preference.key, next);
      setValue(next);
    },
    [preference],
  );
  return [value, choose];
}
