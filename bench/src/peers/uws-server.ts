import uWS from 'uWebSockets.js';
import { announce } from './parent.js';

interface Session {
  readonly room: string;
}

interface Pending {
  readonly room: string;
  readonly frame: Buffer;
}

const BACKPRESSURE_LIMIT = 64 * 1024 * 1024;
const pending: Pending[] = [];
const app = uWS.App();

// Inside a socket's message handler uWS writes each publish at once; outside of it, it gathers them per subscriber.
const flush = (): void => {
  for (const { room, frame } of pending.splice(0)) app.publish(room, frame);
};

app.ws<Session>('/*', {
  maxPayloadLength: 64 * 1024,
  maxBackpressure: BACKPRESSURE_LIMIT,
  compression: uWS.DISABLED,
  upgrade: (response, request, context) => {
    response.upgrade(
      { room: request.getQuery('room') ?? '' },
      request.getHeader('sec-websocket-key'),
      request.getHeader('sec-websocket-protocol'),
      request.getHeader('sec-websocket-extensions'),
      context,
    );
  },
  open: (socket) => {
    socket.subscribe(socket.getUserData().room);
  },
  message: (socket, message) => {
    // The bytes are uWS's own and gone after this call.
    if (pending.push({ room: socket.getUserData().room, frame: Buffer.from(message.slice(0)) }) === 1)
      setImmediate(flush);
  },
});

app.listen('127.0.0.1', 0, (listening) => {
  if (listening) announce(uWS.us_socket_local_port(listening));
  else process.exit(1);
});
