import type { ClientOptions } from '../api/client.js';
import type { Core } from '../core/core.js';
import type { ToCore, ToTab } from '../core/messages.js';
import type { Port } from '../ports/port.js';
import { portPair } from '../ports/port-pair.js';
import { latePort } from './late-port.js';
import type { SharedCore } from './shared-core.js';

type TabPort = Port<ToTab, ToCore>;

export interface OpenerParts {
  readonly options: ClientOptions;
  /** @throws Error when the code for it can't be fetched */
  readonly createCore: () => Promise<Core>;
  readonly url: () => string;
  /** The first token; whose it is says with whom to share. */
  readonly early: () => Promise<string | undefined>;
}

/** A page that can find the others of its browser: in a secure context, of a browser that knows locks. */
const canShare = (): boolean =>
  typeof document !== 'undefined' && typeof BroadcastChannel !== 'undefined' && 'locks' in navigator;

/**
 * @returns opens a port to the core, each time it is called: of this client alone, or of all tabs of the browser
 * @throws TypeError when nobody said where the server is
 */
export function coreOpener(parts: OpenerParts): () => TabPort {
  const { options, createCore, url } = parts;
  const alone = async (): Promise<TabPort> => attached(await createCore());
  let shared: Promise<SharedCore> | undefined;
  const together = async (): Promise<TabPort> => {
    try {
      shared ??= import('./shared-core.js').then(({ SharedCore }) => SharedCore.of(parts));
      return await (await shared).reach();
    } catch {
      // Without a token, or the code: a connection of its own is better than none.
      shared = undefined;
      return alone();
    }
  };
  const closed = () =>
    void shared?.then(
      (core) => core.close(),
      () => undefined,
    );
  return () => {
    url();
    return latePort({ opening: options.share !== false && canShare() ? together() : alone(), closed });
  };
}

export function attached(core: Core): TabPort {
  const [tab, side] = portPair<ToTab, ToCore>();
  core.attach(side);
  return tab;
}
