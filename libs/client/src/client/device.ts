import type { Device } from '../core/messages.js';

/** Outside a browser some of it is not there. */
interface Platform {
  readonly navigator?: { readonly onLine?: boolean };
  readonly window?: Window;
  readonly document?: Document;
}

/** What the platform knows. Of the network it is a hint, and may be wrong in both directions. */
export function deviceNow(): Device {
  const { navigator, document } = globalThis as Platform;
  return { isOnline: navigator?.onLine ?? true, isVisible: document?.visibilityState !== 'hidden' };
}

/** `changed` is called when the network or the page comes or goes. @returns ends it */
export function watchDevice(changed: (device: Device) => void): () => void {
  const { window, document } = globalThis as Platform;
  if (!window || !document) return () => undefined;
  const stop = new AbortController();
  const { signal } = stop;
  const listener = (): void => changed(deviceNow());
  window.addEventListener('online', listener, { signal });
  window.addEventListener('offline', listener, { signal });
  // A laptop that wakes up has a dead connection and no event to say so.
  document.addEventListener('visibilitychange', listener, { signal });
  return () => stop.abort();
}
