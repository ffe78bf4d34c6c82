import { Type } from 'typebox';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import type { RoomsClient } from '../services/service-clients.js';
import { changed } from './changed.js';
import { asSomeMember } from './refusals.js';
import type { RoomDoor } from './room-door.js';
import { Changed, Count, KnownUserId, RoomId, UserId } from './schemas.js';

export interface MemberRoutesParts {
  readonly door: RoomDoor;
  readonly rooms: Pick<RoomsClient, 'members'>;
}

const tag = 'members';

const Role = Type.Enum(['owner', 'moderator', 'member']);

const Member = Type.Object(
  { userId: Type.String(), name: Type.String(), role: Role, present: Type.Boolean() },
  { $id: 'Member' },
);

/** Who belongs to rooms, and as what. */
export const memberRoutes = (parts: MemberRoutesParts): readonly Route[] => [
  listMembers(parts),
  joinOrInvite(parts),
  giveRole(parts),
];

const listMembers = ({ door, rooms }: MemberRoutesParts): Route =>
  route({
    id: 'listMembers',
    method: 'get',
    path: '/api/v1/rooms/{roomId}/members',
    tag,
    summary: 'Who is a member of a room, and who of them is here now',
    description: 'Of a large room not all are listed, and those who are here before the others; the counts are of all.',
    access: 'guest',
    params: { roomId: RoomId },
    refusals: ['room_not_found'],
    answers: {
      200: {
        description: 'Members and visitors',
        schema: Type.Object({ items: Type.Array(Member), count: Count, present: Count }),
      },
    },
  }).handledBy(async ({ caller, params: { roomId } }) => {
    await door.read(roomId, caller, () => undefined);
    const answer = await rooms.members({ roomId });
    if (!answer.ok) throw new Refused(answer.code);
    const { members, count, present } = answer;
    return { status: 200, body: { items: members, count, present } };
  });

const joinOrInvite = ({ door }: MemberRoutesParts): Route =>
  route({
    id: 'joinRoom',
    method: 'post',
    path: '/api/v1/rooms/{roomId}/members',
    tag,
    summary: 'Join a room for good, or invite somebody',
    description:
      'Without a `userId`, or with one’s own: joins. With another: that user may come in; into a private room only its owner and moderators invite.',
    access: 'user',
    params: { roomId: RoomId },
    body: { userId: Type.Optional(UserId) },
    refusals: [...asSomeMember, 'room_full', 'room_private'],
    answers: { 200: { description: 'The user is a member, or invited', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId }, body: { userId = caller.user.id } }) => {
    const isOwn = userId === caller.user.id;
    const change = isOwn ? ({ type: 'JoinRoom', kind: 'member' } as const) : ({ type: 'InviteUser', userId } as const);
    return changed(door, await door.execute(roomId, caller, change));
  });

const giveRole = ({ door }: MemberRoutesParts): Route =>
  route({
    id: 'giveRole',
    method: 'put',
    path: '/api/v1/rooms/{roomId}/members/{userId}/role',
    tag,
    summary: 'Give a member another role',
    description: 'By the owner. Who makes somebody else the owner is a member from then on.',
    access: 'user',
    params: { roomId: RoomId, userId: KnownUserId },
    body: { role: Role },
    refusals: asSomeMember,
    answers: { 200: { description: 'The member has the role', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId, userId }, body: { role } }) => {
    const change =
      role === 'owner'
        ? ({ type: 'TransferOwnership', to: userId } as const)
        : ({ type: 'ChangeRole', userId, role } as const);
    return changed(door, await door.execute(roomId, caller, change));
  });
