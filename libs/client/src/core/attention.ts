import type { ClientFrame } from '../wire/client-frame.js';
import type { Clock } from './clock.js';
import type { Tab } from './tab.js';

interface Needs {
  readonly clock: Clock;
  readonly send: (frame: ClientFrame) => boolean;
}

/** Looking at another page for a moment is not being away. */
const AWAY_AFTER_MS = 5 * 60_000;

/** Tells the server when nobody has looked at any of the tabs for a while, and when somebody does again. */
export function createAttention({ clock, send }: Needs) {
  let isThere = true;
  let end: (() => void) | undefined;
  const say = (): void => void send({ action: 'attention', isThere });
  const set = (now: boolean): void => {
    if (now === isThere) return;
    isThere = now;
    say();
  };
  return {
    tabsChanged(tabs: ReadonlySet<Tab>): void {
      end?.();
      if (tabs.size === 0) return;
      if ([...tabs].some(({ device }) => device.isVisible)) set(true);
      else end = clock.after(AWAY_AFTER_MS, () => set(false));
    },
    /** A new connection is taken for one that somebody is at. */
    connected(): void {
      if (!isThere) say();
    },
  };
}
