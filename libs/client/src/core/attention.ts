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
export class Attention {
  readonly #needs: Needs;
  #isThere = true;
  #end: (() => void) | undefined;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  tabsChanged(tabs: ReadonlySet<Tab>): void {
    this.#end?.();
    if (tabs.size === 0) return;
    if ([...tabs].some(({ device }) => device.isVisible)) this.#set(true);
    else this.#end = this.#needs.clock.after(AWAY_AFTER_MS, () => this.#set(false));
  }

  /** A new connection is taken for one that somebody is at. */
  connected(): void {
    if (!this.#isThere) this.#say();
  }

  #set(isThere: boolean): void {
    if (isThere === this.#isThere) return;
    this.#isThere = isThere;
    this.#say();
  }

  #say(): void {
    this.#needs.send({ action: 'attention', isThere: this.#isThere });
  }
}
