import { forkedPeer } from './forked-peer.js';
import { startNoroshi } from './noroshi.js';
import type { PeerName, StartPeer } from './peer.js';

export const peers: Readonly<Record<PeerName, StartPeer>> = {
  noroshi: startNoroshi,
  uws: forkedPeer({ script: 'uws-server.js', wire: 'echo' }),
  ws: forkedPeer({ script: 'ws-server.js', wire: 'echo' }),
  'socket.io': forkedPeer({ script: 'socket-io-server.js', wire: 'socket-io' }),
};

/** No product: half of its members get the same bytes, and half what is as long and numbered as Mattermost's. */
export const startBareLanguages = forkedPeer({ script: 'uws-languages-server.js', wire: 'echo' });

/** No peer to compare with: it shows how much the load client itself can take. */
export const startBlaster = forkedPeer({ script: 'blaster-server.js', wire: 'echo' });
