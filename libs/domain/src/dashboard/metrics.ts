import { roomFigureNames, type RoomFigureName, type RoomFigures } from './room-figures.js';

/** How the product is doing, over all gateways and services. Always finite numbers. */
export interface Metrics {
  /** Distinct users with a connection now. */
  readonly activeUsers: number;
  /** Frames and HTTP requests of clients within the last minute. */
  readonly requestsPerMinute: number;
  /** The share of them that failed through no fault of the client: 0..1. */
  readonly errorRate: number;
  /** Milliseconds from receipt until a request was done, on average over the last minute. */
  readonly avgResponseTime: number;
  /** Processors at work: 0..1. */
  readonly systemLoad: number;
  /** Memory in use: 0..1. */
  readonly memoryUsage: number;
}

export const metricNames = [
  'activeUsers',
  'requestsPerMinute',
  'errorRate',
  'avgResponseTime',
  'systemLoad',
  'memoryUsage',
] as const satisfies readonly (keyof Metrics)[];

export type MetricName = (typeof metricNames)[number];

/** What rules of alerts may be about. */
export const figureNames = [...metricNames, ...roomFigureNames] as const;
export type FigureName = (typeof figureNames)[number];

/** The metrics as they were at one moment. */
export interface Sample {
  /** Milliseconds since 1970, a whole second. */
  readonly at: number;
  readonly metrics: Metrics;
  /** Absent: nobody counted what is done in rooms. */
  readonly rooms?: Pick<RoomFigures, RoomFigureName>;
}

/** Undefined: not known at that moment. */
export const figureOf = ({ metrics, rooms }: Sample, name: FigureName): number | undefined =>
  isRoomFigure(name) ? rooms?.[name] : metrics[name];

const isRoomFigure = (name: FigureName): name is RoomFigureName =>
  (roomFigureNames as readonly FigureName[]).includes(name);
