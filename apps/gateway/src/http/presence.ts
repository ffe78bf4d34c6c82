import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { isRoomId, isUserId, type ConnectionQuery, type ConnectionSummary } from '@noroshi/domain';
import type { CommandBus } from '@noroshi/event-sourcing';
import type { Callers } from '../auth/callers.js';
import { lastActivities } from '../presence/activity.js';
import { Refused } from '../refusal.js';
import type { RoomsClient } from '../services/service-clients.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler, RestRequest } from '../transport/http-route.js';
import { limitOf } from './page-limit.js';

export interface PresenceRoutesOptions {
  readonly callers: Callers;
  readonly rooms: Pick<RoomsClient, 'connections' | 'userPresence' | 'chooseStatus'>;
  readonly bus: Pick<CommandBus, 'request'>;
}

interface PresenceRoutes {
  /** `GET /api/v1/connections?user=&room=&gateway=&after=&limit=`: operators and back ends. */
  readonly connections: RestHandler;
  /** `GET /api/v1/users/{id}/presence`: every verified user. */
  readonly userPresence: RestHandler;
  /** `PUT /api/v1/me/status {"status": "dnd" | "online"}`: answered with what was chosen. */
  readonly chooseStatus: RestHandler;
}

const choice = Compile(Type.Object({ status: Type.Union([Type.Literal('online'), Type.Literal('dnd')]) }));

export function presenceRoutes({ callers, rooms, bus }: PresenceRoutesOptions): PresenceRoutes {
  return {
    connections: async (request) => {
      await callers.administrator(request);
      const answer = await rooms.connections(queryOf(request));
      if (!answer.ok) throw new Refused(answer.code);
      const { items, more } = answer;
      const activities = await lastActivities(bus, items);
      const next = more ? items.at(-1)?.connectionId : undefined;
      return json({
        items: items.map((item) => connectionItem(item, activities.get(item.connectionId))),
        ...(next === undefined ? {} : { next }),
      });
    },
    userPresence: async (request) => {
      const caller = await callers.identify(request);
      if (caller.kind === 'guest') throw new Refused('unauthenticated');
      const [userId = ''] = request.parameters;
      if (!isUserId(userId)) throw new Refused('not_found');
      const answer = await rooms.userPresence({ userId });
      if (!answer.ok) throw new Refused(answer.code);
      const { status, count, connections } = answer;
      const activities = await lastActivities(bus, connections);
      const lastActivity = activities.size === 0 ? {} : { lastActivity: time(Math.max(...activities.values())) };
      return json({ userId, status, connections: count, ...lastActivity });
    },
    chooseStatus: async (request) => {
      const { user } = await callers.user(request);
      const body = await request.body();
      if (!choice.Check(body)) throw new Refused('invalid_frame', 'status is "online" or "dnd"');
      const answer = await rooms.chooseStatus({ userId: user.id, status: body.status });
      if (!answer.ok) throw new Refused(answer.code);
      return json({ status: body.status });
    },
  };
}

function queryOf(request: RestRequest): ConnectionQuery {
  const { query } = request;
  const [userId, roomId] = [query.get('user'), query.get('room')];
  if (userId !== null && !isUserId(userId)) throw new Refused('invalid_frame', 'user is not a user id');
  if (roomId !== null && !isRoomId(roomId)) throw new Refused('invalid_room_id');
  const filters = { userId, roomId, gateway: query.get('gateway'), after: query.get('after') };
  const given = Object.entries(filters).filter(([, value]) => value !== null);
  return { limit: limitOf(request), ...(Object.fromEntries(given) as Omit<ConnectionQuery, 'limit'>) };
}

function connectionItem({ user, connectedAt, ...connection }: ConnectionSummary, lastActivity: number | undefined) {
  return {
    ...connection,
    userId: user.id,
    username: user.name,
    ...(user.guest ? { guest: true } : {}),
    connectedAt: time(connectedAt),
    ...(lastActivity === undefined ? {} : { lastActivity: time(lastActivity) }),
  };
}

const time = (at: number): string => new Date(at).toISOString();
