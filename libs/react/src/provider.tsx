import type { Client } from '@noroshi/client';
import { createContext, useContext, type ReactNode } from 'react';

const ClientContext = createContext<Client | undefined>(undefined);

export interface NoroshiProviderProps {
  /** Made once, outside of components, with `connect`. Whoever made it closes it. */
  readonly client: Client;
  readonly children?: ReactNode;
}

/** Gives the client to the hooks below it. With another `client`, they go over to that one. */
export function NoroshiProvider({ client, children }: NoroshiProviderProps): ReactNode {
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>;
}

/**
 * The client of the nearest `NoroshiProvider`, for what no hook does. Never draws again by itself.
 *
 * @throws Error outside of a provider
 */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('Hooks of @noroshi/react are used inside <NoroshiProvider client={...}> only');
  return client;
}
