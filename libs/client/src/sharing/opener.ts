import type { ClientOptions } from '../api/client.js';
import type { TabPort } from '../client/core-link.js';
import type { Tokens } from '../client/tokens.js';
import type { Core } from '../core/core.js';
import type { ToCore, ToTab } from '../core/messages.js';
import { portPair } from '../ports/port-pair.js';
import { sharedCore, type SharedCore } from './shared-core.js';

export interface OpenerParts {
  readonly options: ClientOptions;
  /** @throws Error when the code for it can't be fetched */
  readonly createCore: () => Promise<Core>;
  /** @throws TypeError when nobody said where the server is */
  readonly url: () => string;
  /** Whose the first one is says with whom to share. */
  readonly tokens: Tokens;
}

/** A page that can find the others of its browser: in a secure context, of a browser that knows locks. */
const canShare = (): boolean =>
  typeof document !== 'undefined' && typeof BroadcastChannel !== 'undefined' && 'locks' in navigator;

/** Opens a port to the core, each time it is called: of this client alone, or of all tabs of the browser. */
export function coreOpener(parts: OpenerParts) {
  const { options, createCore, url } = parts;
  const alone = async (): Promise<TabPort> => attached(await createCore());
  let shared: Promise<SharedCore> | undefined;
  const together = async (): Promise<TabPort> => {
    try {
      shared ??= sharedCore(parts);
      return await (await shared).reach();
    } catch {
      // Without a token: a connection of its own is better than none.
      shared = undefined;
      return alone();
    }
  };
  return {
    /** @throws TypeError when nobody said where the server is */
    open(): Promise<TabPort> {
      url();
      return options.share !== false && canShare() ? together() : alone();
    },
    /** This client needs none any more. */
    close: () => void shared?.then((core) => core.close()).catch(() => undefined),
  };
}

export function attached(core: Core): TabPort {
  const [tab, side] = portPair<ToTab, ToCore>();
  core.attach(side);
  return tab;
}
