import { disconnects, farewell, pushed, sseDialect } from '@noroshi/protocol';
import type { Logger } from '@noroshi/telemetry';
import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { codeOf, Refused } from '../refusal.js';
import type { Peer } from '../sessions/peer.js';
import type { Admission, Reception } from '../sessions/reception.js';
import type { StreamReception, StreamWish } from '../sessions/stream-reception.js';
import { refusalOf } from './connect-refusal.js';
import type { CrossOrigin } from './cross-origin.js';
import { EventStreamConnection } from './event-stream-connection.js';
import {
  conversationOf,
  EVENT_STREAM,
  readEventStreamRequest,
  type EventStreamRequest,
} from './event-stream-request.js';
import type { AddressOf } from './client-address.js';
import type { EventStreams } from './event-streams.js';
import type { Answered } from './http-route.js';
import { writeAnswer, writeHead, type HttpAnswer } from './http-answer.js';

export interface EventStreamRouteOptions {
  readonly reception: Reception;
  readonly streams: StreamReception;
  readonly eventStreams: EventStreams;
  readonly crossOrigin: CrossOrigin;
  readonly maxUnreadBytes: number;
  readonly addressOf: AddressOf;
  readonly answered: Answered;
  readonly logger: Logger;
}

interface Asking {
  readonly response: HttpResponse;
  readonly request: EventStreamRequest;
  connection: EventStreamConnection | undefined;
  isGone: boolean;
}

const streamHeaders = {
  'Content-Type': EVENT_STREAM,
  'Cache-Control': 'no-store',
  // Some proxies gather an answer before they hand it on.
  'X-Accel-Buffering': 'no',
  // Who comes back opens another connection, which may be another gateway's.
  Connection: 'close',
};

/** `GET`, `HEAD` and `OPTIONS /sse`: the only place where event streams meet the socket library's callbacks. */
export function eventStreamRoute(options: EventStreamRouteOptions) {
  return (response: HttpResponse, library: HttpRequest): void => {
    const request = readEventStreamRequest(response, library, options.addressOf);
    const asking: Asking = { response, request, connection: undefined, isGone: false };
    response.onAborted(() => {
      asking.isGone = true;
      asking.connection?.gone();
    });
    if (request.method === 'options')
      return answer(asking, options.crossOrigin.preflight(request.connect, sendable), options);
    void admit(request, options).then(({ wish, admission }) => {
      if (asking.isGone) return;
      if (!admission.ok) answer(asking, refused(admission, request), options);
      else if (request.method === 'head' || !wish) answer(asking, nothing, options);
      else void options.streams.begin(open(asking, { wish, admission }, options), wish);
    });
  };
}

async function admit(
  { connect, wish }: EventStreamRequest,
  { streams, logger }: EventStreamRouteOptions,
): Promise<{ readonly admission: Admission; readonly wish?: StreamWish }> {
  if (wish instanceof Refused) return { admission: { ok: false, code: wish.code, message: wish.message } };
  try {
    return { admission: await streams.admit(connect, wish), wish };
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'internal') logger.error('a stream could not be admitted', { cause });
    return { admission: { ok: false, code } };
  }
}

function open(
  asking: Asking,
  { wish, admission }: { readonly wish: StreamWish; readonly admission: Extract<Admission, { ok: true }> },
  { reception, eventStreams, maxUnreadBytes, ...options }: EventStreamRouteOptions,
): Peer {
  const { response, request } = asking;
  const { connect } = request;
  const { identity, connectionId } = admission;
  response.cork(() => {
    writeHead(response, { status: 200, headers: { ...streamHeaders, ...options.crossOrigin.headers(connect) } });
    response.write(':\n\n');
  });
  options.answered(200, request);
  const connection = new EventStreamConnection(response, {
    ...{ maxUnreadBytes, farewell, pushed },
    told: (told) => eventStreams.told(told),
    over: () => {
      eventStreams.remove(connection);
      reception.close(peer, connection);
      options.logger.debug('a stream ended', { connectionId: peer.session.connectionId });
    },
  });
  asking.connection = connection;
  eventStreams.add(connection);
  const conversation = { ...connect, query: conversationOf(connect, wish) };
  const arrival = { dialect: sseDialect, request: conversation, identity, connectionId };
  const peer = reception.open(arrival, connection);
  options.logger.debug('a stream began', {
    connectionId: peer.session.connectionId,
    userId: identity?.user.id,
    address: connect.address,
    origin: connect.origin,
  });
  return peer;
}

/** An EventSource takes any other status for the last word, so what is over soon is told it within a stream. */
function refused(refusal: Extract<Admission, { ok: false }>, request: EventStreamRequest): HttpAnswer {
  if (refusal.code !== 'unavailable' || !request.acceptsStream || request.method !== 'get') return refusalOf(refusal);
  const afterMs = Math.round(((refusal.retryAfter ?? 1) + Math.random()) * 1000);
  return { status: 200, headers: streamHeaders, body: `retry: ${afterMs}\n${farewell(disconnects.goingAway)}` };
}

const nothing: HttpAnswer = { status: 200, headers: streamHeaders, body: '' };

/** What an EventSource never asks for, but who reads the stream with `fetch` does. */
const sendable = { methods: ['GET', 'HEAD'], headers: ['Authorization', 'Cache-Control', 'Last-Event-ID'] };

function answer(
  { response, request }: Asking,
  { headers, ...rest }: HttpAnswer,
  options: EventStreamRouteOptions,
): void {
  options.answered(rest.status, request);
  const allHeaders = { ...headers, ...options.crossOrigin.headers(request.connect) };
  writeAnswer(response, { ...rest, headers: allHeaders }, request.method === 'head');
}
