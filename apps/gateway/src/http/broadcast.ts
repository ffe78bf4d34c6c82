import { Type } from 'typebox';
import { channels, type BroadcastNotice, type BroadcastTarget } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import { isConnectionId } from '../push/connection-id.js';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import { RoomId, UserId } from './schemas.js';

export interface BroadcastRouteParts {
  readonly broadcast: Pick<Broadcast, 'publish'>;
  /** False while nothing that is published gets anywhere. */
  readonly canTell: () => boolean;
}

const MOST_CONNECTIONS = 1000;

const ConnectionId = Type.Refine(Type.String(), isConnectionId, () => 'is not the id of a connection');

export const broadcastRoute = ({ broadcast, canTell }: BroadcastRouteParts): Route =>
  route({
    id: 'broadcast',
    method: 'post',
    path: '/api/v1/broadcast',
    tag: 'connections',
    summary: 'Tell something to everybody in a room, to a user, or to some connections',
    description: 'One of `room`, `user` and `connections`. It is not kept: who is not here now never hears it.',
    access: 'admin',
    body: {
      room: Type.Optional(RoomId),
      user: Type.Optional(UserId),
      connections: Type.Optional(Type.Array(ConnectionId, { minItems: 1, maxItems: MOST_CONNECTIONS })),
      data: Type.Unknown(),
    },
    example: { room: 'lobby', data: { sale: true } },
    answers: { 202: { description: 'It is on its way', schema: Type.Object({}) } },
  }).handledBy(({ body: { data, ...wished } }) => {
    const to = targetOf(wished);
    if (!canTell()) throw new Refused('unavailable');
    const notice: BroadcastNotice = { to, data, at: Date.now() };
    broadcast.publish(channels.broadcasts, notice);
    return { status: 202, body: {} };
  });

interface Wished {
  readonly room?: string;
  readonly user?: string;
  readonly connections?: readonly string[];
}

function targetOf({ room, user, connections }: Wished): BroadcastTarget {
  const targets: BroadcastTarget[] = [];
  if (room !== undefined) targets.push({ room });
  if (user !== undefined) targets.push({ user });
  if (connections) targets.push({ connections });
  const [to] = targets;
  if (!to || targets.length > 1) throw new Refused('invalid_frame', 'One of room, user and connections is required');
  return to;
}
