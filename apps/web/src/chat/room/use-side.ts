import { useState } from 'react';

/** What is beside the conversation. */
export type Side = 'none' | 'people' | 'search';

/** Where there is room for it, the people are beside it from the beginning. */
export function useSide(): readonly [Side, (side: Side) => void] {
  const [side, setSide] = useState<Side>(() => (matchMedia('(min-width: 1180px)').matches ? 'people' : 'none'));
  const toggle = (next: Side): void => setSide(next === side ? 'none' : next);
  return [side, toggle];
}
