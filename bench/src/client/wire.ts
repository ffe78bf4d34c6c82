import type { Target, WireName } from './job.js';
import { signToken } from './token.js';

const ROOM = 'bench';

export interface Heard {
  readonly answer?: string;
  readonly joined?: boolean;
}

/** The few words of a peer's language that a member of one room needs. */
export interface Wire {
  path(member: number): string;
  /** True where the room is part of the path, so that an open socket is a member. */
  readonly joinedOnOpen: boolean;
  /** Takes every text frame that is not a delivery. Throws on a refusal. */
  hear(text: string): Heard;
  message(content: string): string;
}

/** `{…,"content":"…"}` of exactly `bytes` bytes, or as short as it gets when that is too few. */
const paddedBody = (content: string, bytes: number): string => {
  const body = (padding: string): string => JSON.stringify({ type: 'message', roomId: ROOM, content, padding });
  return body('x'.repeat(Math.max(0, bytes - body('').length)));
};

const echo = (frameBytes: number): Wire => ({
  path: () => `/?room=${ROOM}`,
  joinedOnOpen: true,
  hear: () => ({}),
  message: (content) => paddedBody(content, frameBytes),
});

// Engine.IO 4: 0 open, 2 ping, 3 pong, 4 message; Socket.IO 5 inside 4: 0 connect, 2 event, 4 error.
const SOCKET_IO_EVENT = ['42["message",', ']'] as const;

const socketIo = (frameBytes: number): Wire => ({
  path: () => `/socket.io/?EIO=4&transport=websocket&room=${ROOM}`,
  joinedOnOpen: false,
  hear(text) {
    if (text.startsWith('0')) return { answer: '40' };
    if (text.startsWith('40')) return { joined: true };
    if (text === '2') return { answer: '3' };
    throw new Error(`socket.io said ${text.slice(0, 200)}`);
  },
  message(content) {
    const [before, after] = SOCKET_IO_EVENT;
    return `${before}${paddedBody(content, frameBytes - before.length - after.length)}${after}`;
  },
});

const rooms = (secret: string): Wire => ({
  path: (member) => `/ws?token=${signToken(`bench-${member}`, secret)}`,
  joinedOnOpen: false,
  hear(text) {
    if (text.includes('"type":"connection"')) return { answer: JSON.stringify({ action: 'joinRoom', roomId: ROOM }) };
    if (text.includes('"type":"joinedRoom"')) return { joined: true };
    if (text.includes('"type":"error"')) throw new Error(`noroshi said ${text.slice(0, 200)}`);
    return {};
  },
  message: (content) => JSON.stringify({ action: 'message', roomId: ROOM, content }),
});

const wires: Record<WireName, (target: Target, frameBytes: number) => Wire> = {
  echo: (_target, frameBytes) => echo(frameBytes),
  'socket-io': (_target, frameBytes) => socketIo(frameBytes),
  rooms: (target) => rooms(target.secret ?? ''),
};

export const wireTo = (target: Target, frameBytes: number): Wire => wires[target.wire](target, frameBytes);
