import { Type, type TSchema } from 'typebox';
import { listeningRefusal, parseCursor, type Cursor, type RoomRejection, type RoomState } from '@noroshi/domain';
import { fieldsOf, roomsDescription } from '@noroshi/protocol';
import type { Caller, Callers } from '../auth/callers.js';
import type { ConnectionLimits } from '../limits/connection-limits.js';
import { networkOf } from '../limits/network.js';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import type { LongPolls, Polled } from '../sessions/long-polls.js';
import { roomsAsked } from './rooms-asked.js';
import { Limit } from './schemas.js';

export interface EventsRouteParts {
  readonly callers: Callers;
  readonly polls: LongPolls;
  /** Who waits counts as a connection of its address. */
  readonly limits: ConnectionLimits;
  /** Of the rooms' log. */
  readonly epoch: string;
}

const Rooms = Type.String({
  minLength: 1,
  description: 'Room ids with commas between, each percent-encoded before that: a comma within an id is `%2C`',
  examples: ['lobby'],
});

const CursorWish = Type.Refine(
  Type.String({
    description: 'Where one is: a cursor or an offset that any transport gave. None: from now on',
    ...{ examples: ['1a2b-3c'], 'x-code': 'invalid_offset' },
  }),
  (text) => text === '' || parseCursor(text) !== undefined,
  () => 'is not a cursor',
);

const Wait = Type.Integer({
  ...{ minimum: 0, maximum: 60, default: 25 },
  description: 'Seconds to wait for something when there is nothing',
});

const Passing = Type.Enum(['true', 'false'], {
  default: 'false',
  description: 'Also what is kept nowhere: who comes, goes and types while the request waits',
});

const frame = (type: string): TSchema => roomsDescription.serverFrames[type] ?? Type.Never();
const kept = ['message', 'messageEdited', 'messageDeleted', 'reaction', 'resumed'];
const frames = [...kept, 'typing', 'memberJoined', 'memberLeft', 'presence'].map(frame);

const Events = Type.Object({
  items: Type.Array(Type.Unsafe<Readonly<Record<string, unknown>>>(Type.Union(frames)), {
    description:
      'In the order of the log; before them, of which rooms not everything could be told, and what is kept nowhere if that was asked for',
  }),
  cursor: Type.String({ description: 'To go on from, on any transport' }),
  refused: Type.Optional(
    Type.Array(Type.Object({ roomId: Type.String(), code: Type.String() }), {
      description: 'Rooms that do not admit who asks; when none does, that is the answer',
    }),
  ),
});

/** What happens next, for networks that allow nothing else. */
export const eventsRoute = ({ callers, polls, limits, epoch }: EventsRouteParts): Route =>
  route({
    id: 'pollEvents',
    method: 'get',
    path: '/api/v1/events',
    tag: 'events',
    summary: 'What is said next in some rooms',
    description:
      'Without a cursor it answers at once, with one. With a cursor it answers what was said since, at once if there is something, else when there is, or with nothing after `wait`. Who comes, goes and types is told if `passing` asks for it: only of while a request waits, and outside of the cursor.',
    access: 'guest',
    query: { rooms: Rooms, cursor: Type.Optional(CursorWish), wait: Wait, limit: Limit, passing: Passing },
    refusals: ['invalid_room_id', 'room_not_found', 'room_archived', 'banned', 'too_many_connections'],
    answers: { 200: { description: 'What was said, and where to go on', schema: Events } },
  }).handledBy(async ({ caller, query: { cursor, wait, limit, passing }, request }) => {
    const network = networkOf(request.address);
    if (!limits.mayOpen(network)) throw new Refused('too_many_connections');
    limits.opened(network);
    try {
      const polled = await polls.poll({
        ...{ limit, waitMs: wait * 1000, cursor: cursorOf(cursor), gone: request.gone },
        ...(passing === 'true' ? { passing: { exceptOf: userOf(caller)?.id } } : {}),
        rooms: roomsAsked(request.rawQuery),
        refusal: refusalFor(caller),
      });
      // The right may have run out or been revoked while nothing happened.
      if (cursor) await callers.identify(request);
      // While this gateway goes away the client is to ask another one next: its connection ends with the answer.
      const headers: Record<string, string> = polls.isOver ? { Connection: 'close' } : {};
      return { status: 200, headers, body: answerOf(polled, epoch) };
    } finally {
      limits.closed(network);
    }
  });

const cursorOf = (text: string | undefined): Cursor | undefined => (text ? parseCursor(text) : undefined);

const userOf = (caller: Caller) => (caller.kind === 'user' ? caller.user : undefined);

/** A back end in its own name may listen to every room that there is. */
function refusalFor(caller: Caller): (state: RoomState) => RoomRejection | undefined {
  if (caller.kind !== 'key') return (state) => listeningRefusal(state, userOf(caller));
  return ({ status }) => (status === 'absent' ? 'room_not_found' : status === 'archived' ? 'room_archived' : undefined);
}

function answerOf({ gaps, passing, events, cursor, refused }: Polled, epoch: string) {
  const told = [...gaps, ...passing, ...events.map((recorded) => ({ kind: 'event' as const, recorded, epoch }))];
  const items = told.map(fieldsOf).filter((fields) => fields !== undefined);
  return { items, cursor, ...(refused.length === 0 ? {} : { refused }) };
}
