import {
  ConnectionChanges,
  formatOffset,
  sessionCategory,
  sessionLaneName,
  type ConnectionChange,
  type SessionEvent,
} from '@noroshi/domain';
import { isUndecodable, type EventStore, type RecordedEvent } from '@noroshi/event-sourcing';
import type { Delivery, Translation } from './delivery.js';

export const connectionEventTypes = ['ConnectionOpened', 'ConnectionClosed'] as const;

/**
 * Who connects and who goes, each once: gateways tell the log more often, and can't tell it of their own end.
 *
 * @param store of the log of sessions
 */
export function connectionDeliveries(
  store: Pick<EventStore<SessionEvent>, 'epoch' | 'read'>,
): Translation<SessionEvent> {
  const { epoch } = store;
  const changes = new ConnectionChanges();
  return {
    category: sessionCategory,
    lanes: [sessionLaneName],
    needsHistory: true,
    translate: (recorded) => toldBy(changes, recorded, epoch),
    // What the lane of one gateway says depends on no other.
    again: async (recorded) => {
      const former = new ConnectionChanges();
      for (const each of await store.read([recorded.lane], { upTo: recorded.position - 1 }))
        toldBy(former, each, epoch);
      return toldBy(former, recorded, epoch);
    },
  };
}

function toldBy(changes: ConnectionChanges, recorded: RecordedEvent<SessionEvent>, epoch: string): Delivery[] {
  const { event, position, recordedAt } = recorded;
  if (isUndecodable(event)) return [];
  return changes.apply(event).map((change) => deliveryOf(change, formatOffset(epoch, position), recordedAt));
}

function deliveryOf({ kind, gateway, connection }: ConnectionChange, offset: string, at: number): Delivery {
  const { connectionId, user, userAgent, address, connectedAt } = connection;
  const told = { connectionId, user, gateway, userAgent, address, connectedAt: new Date(connectedAt).toISOString() };
  const opened = kind === 'opened';
  return {
    id: `connection_${offset}_${connectionId}`,
    type: opened ? 'ConnectionOpened' : 'ConnectionClosed',
    at,
    data: opened ? told : { ...told, lost: kind === 'lost' },
  };
}
