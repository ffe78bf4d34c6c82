import { Type } from 'typebox';
import type { DashboardStream, MetricName, RoomFigures } from '@noroshi/domain';
import { clientDataEverywhere, milliseconds, serverDataEverywhere } from '../describe-envelope.js';

const text = Type.String();
const share = Type.Number({ minimum: 0, maximum: 1 });
const amount = Type.Number({ minimum: 0 });
const stream = <S extends DashboardStream>(name: S) => Type.Literal(name);

/** There are four; somebody may name one twice. */
const MAX_NAMED = 16;

const Streams = Type.Object({
  streams: Type.Array(Type.Union([stream('metrics'), stream('alerts'), stream('events'), stream('rooms')]), {
    maxItems: MAX_NAMED,
  }),
});

/** `data` of what a client sends. */
export const clientData = {
  ...clientDataEverywhere,
  subscribe: Streams,
  unsubscribe: Streams,
};

const metrics = {
  activeUsers: amount,
  requestsPerMinute: amount,
  errorRate: share,
  avgResponseTime: amount,
  systemLoad: share,
  memoryUsage: share,
} satisfies Record<MetricName, unknown>;

const rooms = {
  messagesPerMinute: amount,
  joinsPerMinute: amount,
  participants: amount,
  lateEvents: amount,
  topRooms: Type.Array(Type.Object({ roomId: text, name: text, messages: amount }), {
    maxItems: 10,
    description: 'Public rooms in which most was said within the last five minutes, the first one most',
  }),
} satisfies Record<keyof RoomFigures, unknown>;

export const AlertItem = Type.Object({
  id: text,
  severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]),
  title: text,
  message: text,
  metric: Type.String({ description: 'One of the metrics or of the figures of the rooms, or `test`' }),
  value: Type.Number(),
  threshold: Type.Number(),
  timestamp: milliseconds,
  state: Type.Union([Type.Literal('firing'), Type.Literal('resolved')]),
  acknowledgedBy: Type.Optional(Type.String({ description: 'Who sees to it' })),
  acknowledgedAt: Type.Optional(milliseconds),
});

/** `data` of what a client gets. */
export const serverData = {
  ...serverDataEverywhere,
  metrics_update: Type.Object(metrics),
  rooms_update: Type.Object(rooms),
  alert: AlertItem,
  system_event: Type.Object({
    id: text,
    kind: Type.Union(['service_up', 'service_down', 'gateway_drain', 'room_opened'].map((kind) => Type.Literal(kind))),
    message: text,
    roomId: Type.Optional(text),
    gateway: Type.Optional(text),
    timestamp: milliseconds,
  }),
};
