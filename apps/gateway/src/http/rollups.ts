import { Type } from 'typebox';
import { addresses, MINUTE_MS, type AnalyticsRequests, type Rollup } from '@noroshi/domain';
import type { CommandBus } from '@noroshi/event-sourcing';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import type { RoomDoor } from './room-door.js';
import { Count, RoomId, Time } from './schemas.js';

export interface RollupRouteParts {
  readonly door: RoomDoor;
  readonly bus: Pick<CommandBus, 'request'>;
}

/** A day. */
const MOST = 24 * 60;
const HOUR_MS = 60 * MINUTE_MS;

/** Of any offset; what it means is checked, since there are dates that no calendar has. */
const Moment = Type.Refine(
  Type.String({ maxLength: 64, description: 'RFC 3339', examples: ['2026-01-31T12:00:00Z'] }),
  (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
  () => 'is not a time',
);

const Item = Type.Object(
  {
    minute: Type.Intersect([Time], { description: 'When it began' }),
    messages: Count,
    activeUsers: Type.Integer({ minimum: 0, description: 'Who posted, edited, deleted, reacted or joined' }),
    joins: Count,
    peakPresence: Type.Integer({ minimum: 0, description: 'The most people who were there at one moment' }),
  },
  { $id: 'RoomMinute' },
);

export const rollupRoute = ({ door, bus }: RollupRouteParts): Route =>
  route({
    id: 'listRollups',
    method: 'get',
    path: '/api/v1/rooms/{roomId}/rollups',
    tag: 'rooms',
    summary: 'What happened in a room, minute by minute',
    description: `For whoever may read the room. Oldest first, at most ${MOST} minutes of the range; those in which nothing happened are left out. A minute is there some forty seconds after its end.`,
    access: 'known',
    params: { roomId: RoomId },
    query: {
      from: Type.Optional(Moment),
      to: Type.Optional(Moment),
    },
    refusals: ['room_not_found', 'unavailable'],
    answers: { 200: { description: 'The minutes', schema: Type.Object({ items: Type.Array(Item) }) } },
  }).handledBy(async ({ caller, params: { roomId }, query }) => {
    await door.read(roomId, caller, () => undefined);
    const to = query.to === undefined ? Date.now() : Date.parse(query.to);
    const from = query.from === undefined ? to - HOUR_MS : Date.parse(query.from);
    const asked = bus.request(addresses.analytics('rollups'), { roomId, from, to, limit: MOST });
    const answer = (await asked) as Awaited<ReturnType<AnalyticsRequests['rollups']>>;
    if (!answer.ok) throw new Refused(answer.code);
    return { status: 200, body: { items: answer.rollups.map(itemOf) } };
  });

const itemOf = ({ minute, messages, activeUsers, joins, peakPresence }: Rollup) => ({
  minute: new Date(minute).toISOString(),
  ...{ messages, activeUsers, joins, peakPresence },
});
