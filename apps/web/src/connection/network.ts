/** What the browser knows about the network. It is a hint: `online` may be wrong in both directions. */
export interface Network {
  isOnline(): boolean;
  /** `change` is called when the network or the page comes or goes; answers how to stop. */
  watch(change: () => void): () => void;
}

export function browserNetwork(page: Window): Network {
  return {
    isOnline: () => page.navigator.onLine,
    watch(change) {
      const stop = new AbortController();
      const { signal } = stop;
      page.addEventListener('online', change, { signal });
      page.addEventListener('offline', change, { signal });
      // A laptop that wakes up has a dead socket and no event to say so.
      const shown = (): void => {
        if (page.document.visibilityState === 'visible') change();
      };
      page.document.addEventListener('visibilitychange', shown, { signal });
      return () => stop.abort();
    },
  };
}
