import type { ConnectionState } from '@noroshi/client';
import { useMemo } from 'react';
import { useClient } from './provider.js';
import { useLive } from './use-live.js';

export type Connection = ConnectionState & {
  /** Connects now, whatever is left of the time until the next attempt. */
  readonly retryNow: () => void;
};

/** What a page is shown with before anything is known of the network. */
const CONNECTING: ConnectionState = { phase: 'connecting' };

/** The state of the connection, and a way to try again now. Draws again when the state changes. */
export function useConnection(): Connection {
  const client = useClient();
  const state = useLive(client.state, undefined, CONNECTING);
  return useMemo(() => ({ ...state, retryNow: () => client.retryNow() }), [client, state]);
}
