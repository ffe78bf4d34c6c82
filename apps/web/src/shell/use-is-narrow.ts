import { useSyncExternalStore } from 'react';

const query = '(max-width: 759px)';

const follow = (listener: () => void): (() => void) => {
  const media = matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
};

/** As the style sheets draw the line. */
export const useIsNarrow = (): boolean => useSyncExternalStore(follow, () => matchMedia(query).matches);
