import { PacedWriter, type Connection } from '@noroshi/hub';
import { disconnects, type Dialect } from '@noroshi/protocol';
import type { Logger } from '@noroshi/telemetry';
import type { HttpResponse, us_socket_context_t, WebSocketBehavior } from 'uWebSockets.js';
import type { FrameRouter } from '../sessions/frame-router.js';
import type { Peer } from '../sessions/peer.js';
import type { Admission, Arrival, Reception } from '../sessions/reception.js';
import { refusalOf } from './connect-refusal.js';
import { writeAnswer } from './http-answer.js';
import { pace } from './pace.js';
import { readUpgradeRequest, type UpgradeReading, type UpgradeRequest } from './upgrade-request.js';
import { UwsConnection } from './uws-connection.js';

/** What the socket library keeps for us with each socket. */
interface SocketData {
  /** Until the socket is open: for as long as the socket lives it would be a kilobyte that nobody needs. */
  arrival: Arrival | undefined;
  peer?: Peer;
  socket?: UwsConnection<SocketData>;
  /** The same as the session has it. */
  connection?: Connection;
}

export interface SocketRouteOptions extends UpgradeReading {
  readonly dialect: Dialect;
  /** What is spoken instead with whom asks for one of these. */
  readonly subprotocols?: ReadonlyMap<string, Dialect>;
  readonly reception: Reception;
  readonly router: FrameRouter;
  readonly maxFrameBytes: number;
  /** A connection with more than this unread is cut; its client comes back and reads on from its offset. */
  readonly maxUnreadBytes: number;
  readonly logger: Logger;
}

/** The library cuts what is larger than its own limit without a word; ours is below it and says 1009. */
const LIBRARY_LIMIT_FACTOR = 16;

/** Seconds; the library pings by itself within it, so a vanished peer is noticed. */
const PING_TIMEOUT = 60;

/** The only version there is since RFC 6455. */
const VERSION = '13';

const decoder = new TextDecoder();

/** For those who are told one by one; the others are by the app's publisher. */
const writer = new PacedWriter(pace);

/** One path's sockets, from handshake to close: the only place where the socket library's callbacks meet ours. */
export function socketRoute(options: SocketRouteOptions): WebSocketBehavior<SocketData> {
  const { reception, router, maxFrameBytes, maxUnreadBytes, logger } = options;
  return {
    compression: 0,
    maxPayloadLength: maxFrameBytes * LIBRARY_LIMIT_FACTOR,
    maxBackpressure: maxUnreadBytes,
    closeOnBackpressureLimit: 1,
    idleTimeout: PING_TIMEOUT,
    sendPingsAutomatically: true,
    maxLifetime: 0,
    upgrade: (response, request, context) => {
      const details = readUpgradeRequest(response, request, options);
      const dialect = options.subprotocols?.get(details.protocol) ?? options.dialect;
      const handshake: Handshake = { response, context, dialect, request: details, aborted: false };
      response.onAborted(() => {
        handshake.aborted = true;
      });
      void admit(handshake, options).then((admission) => answer(handshake, admission));
    },
    open: (socket) => {
      const data = socket.getUserData();
      const { arrival } = data;
      if (!arrival) return;
      data.arrival = undefined;
      data.socket = new UwsConnection(socket);
      data.connection = arrival.dialect.address ? writer.connection(data.socket) : data.socket;
      data.peer = reception.open(arrival, data.connection);
      logger.debug('a connection began', described(data.peer, arrival));
    },
    message: (socket, message, isBinary) => {
      const { peer } = socket.getUserData();
      if (!peer) return;
      if (message.byteLength > maxFrameBytes) return peer.session.close(disconnects.frameTooLarge);
      // Copied: the library reuses the bytes after this callback.
      router.receive(peer, isBinary ? new Uint8Array(message.slice(0)) : decoder.decode(message));
    },
    drain: (socket) => socket.getUserData().socket?.onDrain(),
    close: (socket, code) => {
      const { peer, connection, socket: gone } = socket.getUserData();
      logger.debug('a connection ended', { connectionId: peer?.session.connectionId, code });
      gone?.gone();
      if (peer && connection) reception.close(peer, connection);
    },
  };
}

async function admit({ request }: Handshake, { reception, logger }: SocketRouteOptions): Promise<Admission> {
  const { address, origin, version } = request;
  if (version !== VERSION) return { ok: false, code: 'upgrade_required' };
  try {
    const admission = await reception.admit(request);
    if (!admission.ok) logger.debug('a handshake was refused', { code: admission.code, address, origin });
    return admission;
  } catch (cause) {
    logger.error('a handshake failed', { cause });
    return { ok: false, code: 'unavailable', retryAfter: 1 };
  }
}

const described = ({ session }: Peer, { request }: Arrival) => ({
  connectionId: session.connectionId,
  userId: session.identity?.user.id,
  address: request.address,
  origin: request.origin,
});

interface Handshake {
  readonly response: HttpResponse;
  readonly context: us_socket_context_t;
  readonly dialect: Dialect;
  readonly request: UpgradeRequest;
  aborted: boolean;
}

function answer({ response, context, dialect, request, aborted }: Handshake, admission: Admission): void {
  if (aborted) return;
  if (!admission.ok) {
    const spoken =
      admission.code === 'upgrade_required' ? { 'Sec-WebSocket-Version': VERSION, Upgrade: 'websocket' } : {};
    const refusal = refusalOf(admission);
    writeAnswer(response, { ...refusal, headers: { ...refusal.headers, ...spoken } });
    return;
  }
  const { identity, connectionId } = admission;
  const data: SocketData = { arrival: { dialect, request, identity, connectionId } };
  // Not corked, though the library's manual says so: its cork takes the socket for HTTP still when the upgrade happened to
  // leave it at the same address, reads WebSocket state as HTTP state, and now and then closes the socket for it.
  response.upgrade(data, request.key, request.protocol, request.extensions, context);
}
