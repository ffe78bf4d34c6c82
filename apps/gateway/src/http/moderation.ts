import { Type } from 'typebox';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import { changed } from './changed.js';
import { asSomeMember } from './refusals.js';
import type { RoomDoor } from './room-door.js';
import { Changed, KnownUserId, RoomId } from './schemas.js';

export interface ModerationRoutesParts {
  readonly door: RoomDoor;
}

const tag = 'moderation';
const params = { roomId: RoomId, userId: KnownUserId };

/** Who may is decided by the room itself. */
export const moderationRoutes = (parts: ModerationRoutesParts): readonly Route[] => [
  remove(parts),
  ban(parts),
  unban(parts),
  mute(parts),
];

const remove = ({ door }: ModerationRoutesParts): Route =>
  route({
    id: 'removeMember',
    method: 'delete',
    path: '/api/v1/rooms/{roomId}/members/{userId}',
    tag,
    summary: 'Put somebody out of a room, or leave it for good',
    access: 'user',
    params,
    refusals: [...asSomeMember, 'owner_must_hand_over'],
    answers: { 200: { description: 'The user is not in the room', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId, userId } }) => {
    const isOwn = userId === caller.user.id;
    const change = isOwn ? ({ type: 'LeaveRoom' } as const) : ({ type: 'RemoveUser', userId } as const);
    return changed(door, await door.execute(roomId, caller, change));
  });

const ban = ({ door }: ModerationRoutesParts): Route =>
  route({
    id: 'banUser',
    method: 'put',
    path: '/api/v1/rooms/{roomId}/bans/{userId}',
    tag,
    summary: 'Put somebody out of a room and keep them out',
    access: 'user',
    params,
    refusals: asSomeMember,
    answers: { 200: { description: 'The user is banned', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId, userId } }) =>
    changed(door, await door.execute(roomId, caller, { type: 'BanUser', userId })),
  );

const unban = ({ door }: ModerationRoutesParts): Route =>
  route({
    id: 'unbanUser',
    method: 'delete',
    path: '/api/v1/rooms/{roomId}/bans/{userId}',
    tag,
    summary: 'Lift a ban',
    access: 'user',
    params,
    refusals: asSomeMember,
    answers: { 200: { description: 'The user is not banned', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId, userId } }) =>
    changed(door, await door.execute(roomId, caller, { type: 'UnbanUser', userId })),
  );

const mute = ({ door }: ModerationRoutesParts): Route =>
  route({
    id: 'muteUser',
    method: 'put',
    path: '/api/v1/rooms/{roomId}/mutes/{userId}',
    tag,
    summary: 'Let somebody listen only, until a time; a time that has passed ends the mute',
    access: 'user',
    params,
    body: {
      until: Type.Union([Type.String(), Type.Integer()], {
        description: 'ISO 8601, or milliseconds since 1970',
        examples: ['2030-01-01T00:00:00Z'],
        'x-code': 'invalid_time',
      }),
    },
    refusals: asSomeMember,
    answers: { 200: { description: 'The mute is as wished', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId, userId }, body }) => {
    const change = { type: 'MuteUser', userId, until: timeOf(body.until) } as const;
    return changed(door, await door.execute(roomId, caller, change));
  });

function timeOf(until: string | number): number {
  const time = typeof until === 'string' ? Date.parse(until) : until;
  if (!Number.isSafeInteger(time)) throw new Refused('invalid_time', undefined, 'until');
  return time;
}
