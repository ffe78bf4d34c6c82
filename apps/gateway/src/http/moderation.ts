import { formatOffset, isRoomId, isUserId, type RoomWish } from '@noroshi/domain';
import type { Callers } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import type { RoomsClient } from '../services/service-clients.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler, RestRequest } from '../transport/http-route.js';

export interface ModerationOptions {
  readonly callers: Callers;
  readonly rooms: Pick<RoomsClient, 'execute'>;
  readonly epoch: string;
}

export interface ModerationRoutes {
  /** `DELETE /api/v1/rooms/{id}/members/{userId}`: puts somebody out; of oneself: leaves for good. */
  readonly remove: RestHandler;
  /** `PUT /api/v1/rooms/{id}/bans/{userId}` */
  readonly ban: RestHandler;
  /** `DELETE /api/v1/rooms/{id}/bans/{userId}` */
  readonly unban: RestHandler;
  /** `PUT /api/v1/rooms/{id}/mutes/{userId}` `{until}`; a time that has passed ends the mute. */
  readonly mute: RestHandler;
}

type Moderation = Extract<RoomWish, { type: 'RemoveUser' | 'LeaveRoom' | 'BanUser' | 'UnbanUser' | 'MuteUser' }>;
type Unsigned<W> = W extends unknown ? Omit<W, 'by' | 'at'> : never;
type Decide = (
  userId: string,
  by: string,
  request: RestRequest,
) => Unsigned<Moderation> | Promise<Unsigned<Moderation>>;

/** Who may is decided by the room itself. Answered with the offset of what was stored; without one nothing had to change. */
export function moderationRoutes({ callers, rooms, epoch }: ModerationOptions): ModerationRoutes {
  const route =
    (decide: Decide): RestHandler =>
    async (request) => {
      const { user } = await callers.user(request);
      const [roomId = '', userId = ''] = request.parameters;
      if (!isRoomId(roomId)) throw new Refused('invalid_room_id');
      if (!isUserId(userId)) throw new Refused('user_not_found');
      const wish: RoomWish = { ...(await decide(userId, user.id, request)), by: user, at: Date.now() };
      const answer = await rooms.execute({ roomId, wish });
      if (!answer.ok) throw new Refused(answer.code);
      return json(answer.position === undefined ? {} : { offset: formatOffset(epoch, answer.position) });
    };
  return {
    remove: route((userId, by) => (userId === by ? { type: 'LeaveRoom' } : { type: 'RemoveUser', userId })),
    ban: route((userId) => ({ type: 'BanUser', userId })),
    unban: route((userId) => ({ type: 'UnbanUser', userId })),
    mute: route(async (userId, _, request) => ({ type: 'MuteUser', userId, until: timeOf(await request.body()) })),
  };
}

/** `until` as ISO 8601 or in milliseconds since 1970. */
function timeOf(body: unknown): number {
  const { until } = (body ?? {}) as { until?: unknown };
  const time = typeof until === 'string' ? Date.parse(until) : until;
  if (typeof time !== 'number' || !Number.isSafeInteger(time)) throw new Refused('invalid_time');
  return time;
}
