import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { contentOf } from '../client/content.js';
import { encodeServerFrame, OPCODE } from '../client/frame-codec.js';
import { BLASTER_WRAP } from './blaster.js';
import { announce } from './parent.js';

const FRAMES_PER_WRITE = 64;
const frameBytes = Number(process.argv[2]);

const body = (sequence: number): Buffer =>
  Buffer.from(JSON.stringify({ type: 'message', content: contentOf(0, sequence) }).padEnd(frameBytes));

/** Everything that is ever sent, framed and gathered beforehand: what is left is the client's own work. */
const writes = Array.from({ length: BLASTER_WRAP / FRAMES_PER_WRITE }, (_, write) =>
  Buffer.concat(
    Array.from({ length: FRAMES_PER_WRITE }, (__, i) =>
      encodeServerFrame(OPCODE.text, body(write * FRAMES_PER_WRITE + i)),
    ),
  ),
);

const members = new Set<{ readonly write: () => void }>();
let running = false;

const blastTo = (socket: Socket): (() => void) => {
  let next = 0;
  const write = (): void => {
    if (!running) return;
    const bytes = writes[next++ % writes.length];
    // One write at a time per socket and a turn of the loop between: the kernel's buffers fill, this process's do not.
    if (bytes !== undefined) socket.write(bytes, () => setImmediate(write));
  };
  return write;
};

const toggle = (): void => {
  running = !running;
  for (const { write } of members) write();
};

const accept = (socket: Socket, request: string): void => {
  const key = /^sec-websocket-key: *(\S+)/im.exec(request)?.[1] ?? '';
  const proof = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${proof}\r\n\r\n`,
  );
};

const server = createServer({ noDelay: true }, (socket) => {
  const member = { write: blastTo(socket) };
  members.add(member);
  socket.on('close', () => members.delete(member));
  socket.on('error', () => socket.destroy());
  socket.once('data', (request) => {
    accept(socket, request.toString('latin1'));
    // The only thing a member ever says is start, then stop.
    socket.on('data', toggle);
  });
});

server.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port));
