import type { TabPort } from '../client/core-link.js';
import { claimsOf } from '../core/read-token.js';
import { Leadership } from './leadership.js';
import { beginLife } from './life.js';
import type { OpenerParts } from './opener.js';

/** The core that all tabs of a browser share that are of the same user of the same server. */
export interface SharedCore {
  reach(): Promise<TabPort>;
  close(): void;
}

/** @throws what the token provider throws */
export async function sharedCore({ options, createCore, url, tokens }: OpenerParts): Promise<SharedCore> {
  const token = await tokens.token('first');
  const key = `${url()} ${token === undefined ? 'guest' : (claimsOf(token).sub ?? token)}`;
  const life = await beginLife();
  const script = scriptOf(options);
  let leadership: Leadership | undefined;
  return {
    async reach() {
      try {
        if (script && !leadership) {
          const { reachWorker } = await import('./worker-door.js');
          return await reachWorker(script, key, { life: life.name, url: url(), transports: options.transports });
        }
      } catch {
        // The same for all tabs of this page: none of them is served by a worker that does not run.
      }
      leadership ??= new Leadership(key, life, createCore);
      return leadership.reach();
    },
    close() {
      leadership?.close();
      life.end();
    },
  };
}

/** A worker is another program: what a page made can't be handed to it. */
const scriptOf = ({ share, codec, outbox, webSocket }: OpenerParts['options']): string | URL | undefined =>
  typeof share === 'object' && !codec && !outbox && !webSocket && 'SharedWorker' in globalThis
    ? share.worker
    : undefined;
