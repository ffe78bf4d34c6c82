import { channels, type ReadNotice } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Hub } from '@noroshi/hub';

export interface ReadNewsOptions {
  readonly hub: Hub;
  readonly broadcast: Pick<Broadcast, 'listen'>;
  readonly epoch: string;
}

/**
 * Keeps all connections of a user told how far the user has read, on whichever gateway it was marked. One subscription for
 * everybody: one per user would take six kilobytes for each, here and in the nats-server.
 */
export const tellReads = ({ hub, broadcast, epoch }: ReadNewsOptions): Promise<{ close(): void }> =>
  broadcast.listen(channels.reads, (news) => {
    const { userId, ...read } = news as ReadNotice;
    hub.tellUser(userId, { kind: 'read', ...read, epoch });
  });
