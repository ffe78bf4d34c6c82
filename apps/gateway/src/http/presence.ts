import { Type } from 'typebox';
import type { ConnectionQuery, ConnectionSummary } from '@noroshi/domain';
import type { CommandBus } from '@noroshi/event-sourcing';
import { lastActivities } from '../presence/activity.js';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import type { RoomsClient } from '../services/service-clients.js';
import { Count, KnownUserId, Limit, RoomId, Time, UserId } from './schemas.js';

export interface PresenceRoutesParts {
  readonly rooms: Pick<RoomsClient, 'connections' | 'userPresence' | 'chooseStatus'>;
  readonly bus: Pick<CommandBus, 'request'>;
}

const Connection = Type.Object(
  {
    connectionId: Type.String(),
    userId: Type.String(),
    username: Type.String(),
    guest: Type.Optional(Type.Literal(true)),
    gateway: Type.String(),
    userAgent: Type.String(),
    address: Type.String(),
    connectedAt: Time,
    lastActivity: Type.Optional(Time),
    status: Type.Enum(['online', 'away']),
    rooms: Type.Array(Type.String(), { description: 'At most a hundred' }),
    roomCount: Count,
  },
  { $id: 'Connection' },
);

const ChosenStatus = Type.Object({ status: Type.Enum(['online', 'dnd']) });

/** Who is connected, and how they are. */
export const presenceRoutes = (parts: PresenceRoutesParts): readonly Route[] => [
  listConnections(parts),
  getPresence(parts),
  chooseStatus(parts),
];

const listConnections = ({ rooms, bus }: PresenceRoutesParts): Route =>
  route({
    id: 'listConnections',
    method: 'get',
    path: '/api/v1/connections',
    tag: 'connections',
    summary: 'Live connections of all gateways, by connection id',
    access: 'admin',
    query: {
      user: Type.Optional(UserId),
      room: Type.Optional(RoomId),
      gateway: Type.Optional(Type.String()),
      after: Type.Optional(Type.String({ description: 'The `next` of an earlier page' })),
      limit: Limit,
    },
    answers: {
      200: {
        description: 'A page',
        schema: Type.Object({ items: Type.Array(Connection), next: Type.Optional(Type.String()) }),
      },
    },
  }).handledBy(async ({ query: { user, room, ...rest } }) => {
    const wish: ConnectionQuery = {
      ...rest,
      ...(user === undefined ? {} : { userId: user }),
      ...(room === undefined ? {} : { roomId: room }),
    };
    const answer = await rooms.connections(wish);
    if (!answer.ok) throw new Refused(answer.code);
    const { items, more } = answer;
    const activities = await lastActivities(bus, items);
    const next = more ? items.at(-1)?.connectionId : undefined;
    const page = { items: items.map((item) => connectionItem(item, activities.get(item.connectionId))) };
    return { status: 200, body: { ...page, ...(next === undefined ? {} : { next }) } };
  });

const getPresence = ({ rooms, bus }: PresenceRoutesParts): Route =>
  route({
    id: 'getPresence',
    method: 'get',
    path: '/api/v1/users/{userId}/presence',
    tag: 'users',
    summary: 'How a user is, over all of their connections',
    access: 'known',
    params: { userId: KnownUserId },
    answers: {
      200: {
        description: 'The user’s status',
        schema: Type.Object({
          userId: Type.String(),
          status: Type.Enum(['online', 'away', 'dnd', 'offline']),
          connections: Count,
          lastActivity: Type.Optional(Time),
        }),
      },
    },
  }).handledBy(async ({ params: { userId } }) => {
    const answer = await rooms.userPresence({ userId });
    if (!answer.ok) throw new Refused(answer.code);
    const { status, count, connections } = answer;
    const activities = await lastActivities(bus, connections);
    const lastActivity = activities.size === 0 ? {} : { lastActivity: time(Math.max(...activities.values())) };
    return { status: 200, body: { userId, status, connections: count, ...lastActivity } };
  });

const chooseStatus = ({ rooms }: PresenceRoutesParts): Route =>
  route({
    id: 'chooseStatus',
    method: 'put',
    path: '/api/v1/me/status',
    tag: 'users',
    summary: 'Choose how one is seen',
    access: 'user',
    body: ChosenStatus.properties,
    refusals: ['log_full'],
    answers: { 200: { description: 'What was chosen', schema: ChosenStatus } },
  }).handledBy(async ({ caller, body: { status } }) => {
    const answer = await rooms.chooseStatus({ userId: caller.user.id, status });
    if (!answer.ok) throw new Refused(answer.code);
    return { status: 200, body: { status } };
  });

function connectionItem({ user, connectedAt, ...connection }: ConnectionSummary, lastActivity: number | undefined) {
  return {
    ...connection,
    userId: user.id,
    username: user.name,
    ...(user.guest ? { guest: true as const } : {}),
    connectedAt: time(connectedAt),
    ...(lastActivity === undefined ? {} : { lastActivity: time(lastActivity) }),
  };
}

const time = (at: number): string => new Date(at).toISOString();
