import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { channels, isRoomId, isUserId, type BroadcastNotice, type BroadcastTarget } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Callers } from '../auth/callers.js';
import { isConnectionId } from '../push/connection-id.js';
import { Refused } from '../refusal.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler } from '../transport/http-route.js';

export interface BroadcastRouteOptions {
  readonly callers: Callers;
  readonly broadcast: Pick<Broadcast, 'publish'>;
  /** False while nothing that is published gets anywhere. */
  readonly canTell: () => boolean;
}

const MOST_CONNECTIONS = 1000;

const schema = Type.Object({
  room: Type.Optional(Type.String()),
  user: Type.Optional(Type.String()),
  connections: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: MOST_CONNECTIONS })),
  data: Type.Unknown(),
});
const wish = Compile(schema);

/** `POST /api/v1/broadcast {room | user | connections, data}`, for operators and back ends: 202, told to whoever is here now. */
export const broadcastRoute =
  ({ callers, broadcast, canTell }: BroadcastRouteOptions): RestHandler =>
  async (request) => {
    await callers.administrator(request);
    const body = await request.body();
    if (!wish.Check(body)) throw new Refused('invalid_frame', SHAPE);
    const to = targetOf(body);
    if (!canTell()) throw new Refused('unavailable');
    const notice: BroadcastNotice = { to, data: body.data, at: Date.now() };
    broadcast.publish(channels.broadcasts, notice);
    return json({}, 202);
  };

const SHAPE = 'The body is {data} and one of room, user and connections (1 to 1000 ids)';

function targetOf({ room, user, connections }: Static<typeof schema>): BroadcastTarget {
  const targets: BroadcastTarget[] = [];
  if (room !== undefined) targets.push({ room });
  if (user !== undefined) targets.push({ user });
  if (connections) targets.push({ connections });
  const [to] = targets;
  if (!to || targets.length > 1) throw new Refused('invalid_frame', SHAPE);
  assertIds(to);
  return to;
}

function assertIds(to: BroadcastTarget): void {
  if ('room' in to) {
    if (!isRoomId(to.room)) throw new Refused('invalid_room_id');
  } else if ('user' in to) {
    if (!isUserId(to.user)) throw new Refused('invalid_frame', 'user is not a user id');
  } else if (!to.connections.every(isConnectionId)) {
    throw new Refused('invalid_frame', 'connections are ids of connections');
  }
}
