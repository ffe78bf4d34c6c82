import type { Lane } from '@noroshi/event-sourcing';
import type { Alert } from './alert.js';
import type { Metrics } from './metrics.js';
import type { ProcessRun } from './process-report.js';
import type { RoomFigures } from './room-figures.js';
import type { SystemEvent } from './system-event.js';

export interface MetricsMeasured {
  readonly type: 'MetricsMeasured';
  /** Milliseconds since 1970, a whole second. */
  readonly at: number;
  readonly metrics: Metrics;
}

export interface RoomsMeasured {
  readonly type: 'RoomsMeasured';
  /** Milliseconds since 1970, a whole second. */
  readonly at: number;
  readonly rooms: RoomFigures;
}

export interface AlertChanged {
  readonly type: 'AlertChanged';
  readonly alert: Alert;
  /** The rule's id; absent: somebody raised it by hand. */
  readonly rule?: string;
  /** When one that was raised by hand is over, in milliseconds since 1970. */
  readonly until?: number;
}

export interface SystemEventHappened {
  readonly type: 'SystemEventHappened';
  readonly event: SystemEvent;
  /** The process that came or went. */
  readonly process?: ProcessRun;
}

/** What dashboards show. Kept for a while only: nothing else is made of it. */
export type DashboardEvent = MetricsMeasured | RoomsMeasured | AlertChanged | SystemEventHappened;

export const dashboardCategory = 'dashboard';
export const dashboardEntity = 'all';

export const dashboardLanes = ['metrics', 'alerts', 'events', 'rooms'] as const;

/** What somebody can subscribe to: each is a lane of the dashboard's log. */
export type DashboardStream = (typeof dashboardLanes)[number];

export const dashboardLane = (name: DashboardStream): Lane => ({
  category: dashboardCategory,
  entity: dashboardEntity,
  name,
});

const lanes = {
  MetricsMeasured: 'metrics',
  RoomsMeasured: 'rooms',
  AlertChanged: 'alerts',
  SystemEventHappened: 'events',
} as const satisfies Record<DashboardEvent['type'], DashboardStream>;

export const dashboardLaneOf = ({ type }: DashboardEvent): Lane => dashboardLane(lanes[type]);

/** Dashboards show this much of the past at once. */
export const HISTORY_MS = 5 * 60_000;
