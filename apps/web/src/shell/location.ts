import { useSyncExternalStore } from 'react';

const follow = (listener: () => void): (() => void) => {
  window.addEventListener('popstate', listener);
  return () => window.removeEventListener('popstate', listener);
};

/** Goes to an address of the page without loading it anew. */
export function navigate(href: string): void {
  window.history.pushState(null, '', href);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

/** The same place under another address: the way back does not lead to the former. */
export function replaceAddress(href: string): void {
  window.history.replaceState(null, '', href);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

/** Path and query of the address, as it is now. */
export const usePath = (): string => useSyncExternalStore(follow, () => window.location.pathname);
export const useQuery = (): string => useSyncExternalStore(follow, () => window.location.search);
