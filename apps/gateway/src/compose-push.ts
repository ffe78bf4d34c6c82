import type { Hub } from '@noroshi/hub';
import type { Settings } from '@noroshi/settings';
import type { Links } from './compose-links.js';
import { gatewayMark } from './push/connection-id.js';
import { tellBroadcasts } from './push/broadcasts.js';
import { Connections } from './push/connections.js';
import { LiveGateways } from './push/live-gateways.js';
import { OwnConnections } from './push/own-connections.js';

export interface PushOptions extends Pick<Links, 'nats' | 'bus' | 'broadcast'> {
  readonly settings: Settings;
  readonly gateway: string;
  readonly hub: Hub;
}

export interface Push {
  readonly connections: Connections;
  close(): void;
}

/** What lets back ends reach any connection, on whichever gateway it is. */
export async function composePush({ settings, gateway, nats, bus, broadcast, hub }: PushOptions): Promise<Push> {
  const { slowBytes } = settings;
  const gateways = await LiveGateways.begin({ broadcast, canHear: () => nats.isConnected() });
  const broadcasts = await tellBroadcasts(hub, broadcast);
  const own = new OwnConnections({ gateway, hub, bus, slowBytes });
  return {
    connections: new Connections({ own, gateways, bus, mark: gatewayMark(gateway) }),
    close: () => {
      gateways.close();
      broadcasts.close();
      own.close();
    },
  };
}
