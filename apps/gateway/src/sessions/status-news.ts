import { channels, type StatusNotice } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Hub } from '@noroshi/hub';

export interface StatusNewsOptions {
  readonly hub: Pick<Hub, 'tellUser'>;
  readonly broadcast: Pick<Broadcast, 'listen'>;
}

/** Keeps all connections of a user told how the user is seen. One subscription for everybody, as for read marks. */
export const tellStatuses = ({ hub, broadcast }: StatusNewsOptions): Promise<{ close(): void }> =>
  broadcast.listen(channels.statuses, (news) => {
    const { userId, status } = news as StatusNotice;
    hub.tellUser(userId, { kind: 'status', userId, status });
  });
