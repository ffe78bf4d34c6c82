import uWS, { type WebSocket } from 'uWebSockets.js';
import { announce } from './parent.js';

/** How much longer Mattermost's frame of the same message is than that of `rooms`. */
const LONGER = 2.9;
/** Bytes that uWebSockets gathers into one write; and of a frame's header. */
const GATHERED = 16 * 1024;
const HEADER = 4;
const DIGITS = 9;
const ZERO = 0x30;
const BACKPRESSURE_LIMIT = 64 * 1024 * 1024;

interface Session {
  readonly isNumbered: boolean;
  said: number;
}

const pending: Buffer[] = [];
const numbered = new Set<WebSocket<Session>>();
const app = uWS.App();

/** The same bytes for everybody, as long as all numbers are: only the digits are written for each. */
const longer = (frame: Buffer): Buffer =>
  Buffer.concat([frame, Buffer.alloc(Math.round(frame.length * (LONGER - 1)), ' ')]);

const withNumber = (frame: Buffer, number: number): Buffer => {
  for (let [place, rest] = [frame.length - 1, number]; place >= frame.length - DIGITS; place--) {
    frame[place] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return frame;
};

/** What fits into one write at a time: it is the fastest way that the library has to say something else to each. */
const writeNumbered = (socket: WebSocket<Session>, frames: readonly Buffer[]): void => {
  const session = socket.getUserData();
  let next = 0;
  const some = (): void => {
    for (let room = GATHERED; next < frames.length; next++) {
      const frame = frames[next];
      room -= (frame?.length ?? 0) + HEADER;
      if (frame === undefined || room <= 0) return;
      socket.send(withNumber(frame, session.said++), false, false);
    }
  };
  while (next < frames.length) socket.cork(some);
};

// Outside of a socket's own callback, where uWS gathers what is published.
const flush = (): void => {
  const frames = pending.splice(0);
  for (const frame of frames) app.publish('room', frame);
  const long = numbered.size > 0 ? frames.map(longer) : [];
  for (const socket of numbered) writeNumbered(socket, long);
};

app.ws<Session>('/*', {
  maxPayloadLength: 4096,
  maxBackpressure: BACKPRESSURE_LIMIT,
  compression: uWS.DISABLED,
  upgrade: (response, request, context) => {
    response.upgrade(
      { isNumbered: request.getQuery('numbered') === '1', said: 0 },
      request.getHeader('sec-websocket-key'),
      request.getHeader('sec-websocket-protocol'),
      request.getHeader('sec-websocket-extensions'),
      context,
    );
  },
  open: (socket) => {
    if (socket.getUserData().isNumbered) numbered.add(socket);
    else socket.subscribe('room');
  },
  close: (socket) => numbered.delete(socket),
  message: (_, message) => {
    // The bytes are uWS's own and gone after this call.
    if (pending.push(Buffer.from(message.slice(0))) === 1) setImmediate(flush);
  },
});

app.listen('127.0.0.1', 0, (listening) => {
  if (listening) announce(uWS.us_socket_local_port(listening));
  else process.exit(1);
});
