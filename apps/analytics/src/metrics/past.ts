import {
  dashboardLane,
  dashboardLanes,
  type AlertChanged,
  type DashboardEvent,
  type Sample,
  type SystemEventHappened,
} from '@noroshi/domain';
import type { EventStore } from '@noroshi/event-sourcing';

/** What the dashboard's log still holds, oldest first. */
export interface Past {
  readonly samples: readonly Sample[];
  readonly alerts: readonly AlertChanged[];
  readonly events: readonly SystemEventHappened[];
}

/** @throws EventLogUnavailable */
export async function readPast(store: Pick<EventStore<DashboardEvent>, 'read'>): Promise<Past> {
  const recorded = await store.read(dashboardLanes.map(dashboardLane));
  const events = recorded.map(({ event }) => event);
  const measured = events.filter((event) => event.type === 'MetricsMeasured');
  const counted = new Map(events.filter((event) => event.type === 'RoomsMeasured').map(({ at, rooms }) => [at, rooms]));
  return {
    samples: measured.map(({ at, metrics }) => {
      const rooms = counted.get(at);
      return { at, metrics, ...(rooms && { rooms }) };
    }),
    alerts: events.filter((event) => event.type === 'AlertChanged'),
    events: events.filter((event) => event.type === 'SystemEventHappened'),
  };
}
