import {
  dashboardLanes,
  formatCursor,
  parseCursor,
  positionIn,
  type Cursor,
  type DashboardStream,
} from '@noroshi/domain';
import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { roomsAsked, roomsIn } from '../http/rooms-asked.js';
import { Refused } from '../refusal.js';
import type { StreamWish } from '../sessions/stream-reception.js';
import type { AddressOf } from './client-address.js';
import { queryOf, readConnectRequest, type ConnectRequest } from './upgrade-request.js';

export const EVENT_STREAM = 'text/event-stream';

/** What somebody says who asks for an event stream. Copied at once: the library's request is dead after the callback. */
export interface EventStreamRequest {
  readonly method: string;
  readonly path: string;
  /** When it came, by `performance.now`. */
  readonly began: number;
  readonly connect: ConnectRequest;
  /** Or why it is none. */
  readonly wish: StreamWish | Refused;
  /** Reads whatever is told within a stream. */
  readonly acceptsStream: boolean;
}

export function readEventStreamRequest(
  response: HttpResponse,
  request: HttpRequest,
  addressOf: AddressOf,
): EventStreamRequest {
  const connect = readConnectRequest(response, request, addressOf);
  return {
    method: request.getMethod(),
    path: request.getUrl(),
    began: performance.now(),
    connect,
    wish: wishOf(queryOf(request), request.getHeader('last-event-id'), connect.query),
    acceptsStream: request.getHeader('accept').includes(EVENT_STREAM),
  };
}

function wishOf(rawQuery: string, lastEventId: string, query: URLSearchParams): StreamWish | Refused {
  try {
    const streams = streamsIn(query);
    const rooms = streams.length > 0 ? roomsIn(rawQuery) : roomsAsked(rawQuery);
    return { rooms, streams, cursor: rooms.length > 0 ? cursorOf(lastEventId, query) : undefined };
  } catch (cause) {
    if (cause instanceof Refused) return cause;
    throw cause;
  }
}

/** @throws Refused */
function streamsIn(query: URLSearchParams): readonly DashboardStream[] {
  const named = (query.get('streams') ?? '').split(',').filter((name) => name !== '');
  return [...new Set(named)].map((name) => {
    const stream = dashboardLanes.find((known) => known === name);
    if (!stream) throw new Refused('invalid_frame', `streams are ${dashboardLanes.join(', ')}`);
    return stream;
  });
}

/** What a client got last goes before what it once began with: an EventSource keeps its address when it comes back. */
function cursorOf(lastEventId: string, query: URLSearchParams): Cursor | undefined {
  const given = [lastEventId, query.get('lastEventId'), query.get('cursor')].find((text) => text);
  if (!given) return undefined;
  const cursor = parseCursor(given);
  if (!cursor) throw new Refused('invalid_offset', 'That is not a cursor');
  return cursor;
}

/** What the dialect and the reception read of the request. */
export function conversationOf({ query }: ConnectRequest, { rooms, cursor }: StreamWish): URLSearchParams {
  const userId = query.get('userId');
  const places = cursor && new Map(rooms.map((roomId) => [roomId, positionIn(cursor, roomId)]));
  const conversation = new URLSearchParams(rooms.map((roomId): [string, string] => ['room', roomId]));
  if (cursor && places) conversation.set('cursor', formatCursor(cursor.epoch, places));
  if (userId !== null) conversation.set('userId', userId);
  return conversation;
}
