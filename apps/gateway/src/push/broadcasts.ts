import { channels, type BroadcastNotice } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Hub } from '@noroshi/hub';

/** Tells the people of this gateway what back ends tell many at once, on whichever gateway it was asked for. */
export const tellBroadcasts = (hub: Hub, broadcast: Pick<Broadcast, 'listen'>): Promise<{ close(): void }> =>
  broadcast.listen(channels.broadcasts, (news) => tell(hub, news as BroadcastNotice));

function tell(hub: Hub, { to, data, at }: BroadcastNotice): void {
  const frame = { kind: 'broadcast', data, at } as const;
  if ('room' in to) hub.tell(to.room, { ...frame, roomId: to.room });
  else if ('user' in to) hub.tellUser(to.user, frame);
  else for (const connectionId of to.connections) hub.session(connectionId)?.send(frame);
}
