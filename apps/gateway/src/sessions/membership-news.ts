import { channels, type MembershipNotice } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Following } from './following.js';

export interface MembershipNewsOptions {
  readonly following: Pick<Following, 'onNotice' | 'refresh'>;
  readonly broadcast: Pick<Broadcast, 'listen'>;
  readonly nats: { onReconnect(listener: () => void): () => void };
}

/** Keeps those who follow their rooms told of new ones; what was told while there was no connection is asked for. */
export async function heedMemberships({
  following,
  broadcast,
  nats,
}: MembershipNewsOptions): Promise<{ close(): void }> {
  const listening = await broadcast.listen(channels.memberships, (notice) =>
    following.onNotice(notice as MembershipNotice),
  );
  const stopWaiting = nats.onReconnect(() => following.refresh());
  return {
    close: () => {
      stopWaiting();
      listening.close();
    },
  };
}
