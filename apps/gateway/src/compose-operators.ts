import type { Holding } from '@noroshi/domain';
import type { Hub } from '@noroshi/hub';
import { readLogInventory } from '@noroshi/nats';
import type { Delivery } from './compose-delivery.js';
import type { Links } from './compose-links.js';
import type { Sessions } from './compose-sessions.js';
import { Processes } from './operators/processes.js';
import type { Longest } from './watching/longest.js';

export interface OperatorParts extends Pick<Links, 'nats' | 'broadcast'> {
  readonly hub: Hub;
  readonly delivery: Delivery;
  readonly sessions: Sessions;
  readonly longestDelay: Longest;
}

/** What operators are shown of the whole product, and what this gateway tells of itself for that. */
export async function composeOperators({ nats, broadcast, hub, delivery, sessions, longestDelay }: OperatorParts) {
  const processes = await Processes.begin({ broadcast, canHear: () => nats.isConnected() });
  return {
    shown: { processes, inventory: { read: () => readLogInventory(nats) } },
    holding: (): Holding => {
      const delay = longestDelay.take();
      return {
        connections: hub.size - sessions.former.size,
        lagging: delivery.slowReaders.count,
        ...(delay === undefined ? {} : { delay }),
      };
    },
    close: () => processes.close(),
  };
}
