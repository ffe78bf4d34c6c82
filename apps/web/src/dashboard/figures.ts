import type { Metrics, RoomsActivity } from '@noroshi/client';

/** How a figure is written and scaled. `share`: 0 to 1, shown in percent; `time`: milliseconds. */
export type Unit = 'count' | 'share' | 'time';

interface Described {
  readonly unit: Unit;
  /** The axis reaches at least this far, so that noise does not look like a mountain. */
  readonly atLeast: number;
  /** Its place in the palette of the style sheet. */
  readonly colour: 1 | 2 | 3 | 4 | 5;
}

export type MetricFigure = Exclude<keyof Metrics, 'at'>;

export const roomFigures = ['messagesPerMinute', 'joinsPerMinute', 'participants'] as const;
export type RoomFigure = (typeof roomFigures)[number];

export type Figure = MetricFigure | RoomFigure;

/** In the order in which they are shown. */
export const figures: Readonly<Record<Figure, Described>> = {
  activeUsers: { unit: 'count', atLeast: 5, colour: 1 },
  requestsPerMinute: { unit: 'count', atLeast: 60, colour: 2 },
  avgResponseTime: { unit: 'time', atLeast: 10, colour: 3 },
  errorRate: { unit: 'share', atLeast: 0.05, colour: 4 },
  systemLoad: { unit: 'share', atLeast: 1, colour: 5 },
  memoryUsage: { unit: 'share', atLeast: 1, colour: 5 },
  messagesPerMinute: { unit: 'count', atLeast: 10, colour: 1 },
  joinsPerMinute: { unit: 'count', atLeast: 10, colour: 2 },
  participants: { unit: 'count', atLeast: 5, colour: 3 },
};

export const figureNames = Object.keys(figures) as readonly Figure[];

export const isFigure = (name: string): name is Figure => Object.hasOwn(figures, name);

const isRoomFigure = (name: Figure): name is RoomFigure => (roomFigures as readonly Figure[]).includes(name);

/** What the product said at one moment; `rooms` has other moments than `metrics`. */
export interface Told {
  readonly metrics: readonly Metrics[];
  readonly rooms: readonly RoomsActivity[];
}

export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** All that is known of one figure, oldest first. */
export const pointsOf = (name: Figure, { metrics, rooms }: Told): readonly Point[] =>
  isRoomFigure(name)
    ? rooms.map((activity) => ({ at: activity.at, value: numberIn(activity[name]) }))
    : metrics.map((sample) => ({ at: sample.at, value: sample[name] }));

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);

export interface TopRoom {
  readonly roomId: string;
  readonly name: string;
  readonly messages: number;
}

export const topRoomsIn = (activity: RoomsActivity | undefined): readonly TopRoom[] => {
  const rooms = activity?.['topRooms'];
  return Array.isArray(rooms) ? rooms.filter(isTopRoom) : [];
};

const isTopRoom = (value: unknown): value is TopRoom => {
  const { roomId, name, messages } = (value ?? {}) as Partial<Record<keyof TopRoom, unknown>>;
  return typeof roomId === 'string' && typeof name === 'string' && typeof messages === 'number';
};
