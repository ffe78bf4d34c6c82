import type { Target, WireName } from './job.js';
import { bareLanguages, languages } from './languages-wire.js';
import { json, msgpack, nativeWire } from './native-wire.js';
import { signToken } from './token.js';

/** Members are dealt over the rooms in turn. */
const roomOf = (member: number, rooms: number): string => (rooms === 1 ? 'bench' : `bench-${member % rooms}`);

/** A text message, or a binary one. */
export type Message = string | Uint8Array;

export interface Heard {
  readonly answer?: Message;
  readonly joined?: boolean;
}

/** The few words of a peer's language that a member of one room needs. */
export interface Wire {
  path(member: number): string;
  /** More headers of the handshake. */
  headers?(member: number): Readonly<Record<string, string>>;
  /** What has to be done before a member connects. */
  prepare?(member: number): Promise<void>;
  /** True where the room is part of the path, so that an open socket is a member. */
  readonly joinedOnOpen: boolean;
  /** Takes every text frame that is not a delivery. Throws on a refusal. */
  hear(text: string, member?: number): Heard;
  /** Where frames may be binary: such a one as text that `hear` takes. */
  textOf?(frame: Buffer): string;
  message(content: string, member?: number): Message;
}

/** `{…,"content":"…"}` of exactly `bytes` bytes, or as short as it gets when that is too few. */
const paddedBody = (content: string, bytes: number): string => {
  const body = (padding: string): string => JSON.stringify({ type: 'message', roomId: 'bench', content, padding });
  return body('x'.repeat(Math.max(0, bytes - body('').length)));
};

const echo = (frameBytes: number, rooms: number): Wire => ({
  path: (member) => `/?room=${roomOf(member, rooms)}`,
  joinedOnOpen: true,
  hear: () => ({}),
  message: (content) => paddedBody(content, frameBytes),
});

// Engine.IO 4: 0 open, 2 ping, 3 pong, 4 message; Socket.IO 5 inside 4: 0 connect, 2 event, 4 error.
const SOCKET_IO_EVENT = ['42["message",', ']'] as const;

const socketIo = (frameBytes: number, rooms: number): Wire => ({
  path: (member) => `/socket.io/?EIO=4&transport=websocket&room=${roomOf(member, rooms)}`,
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

const roomsWire = (secret: string, rooms: number): Wire => ({
  path: (member) => `/ws?token=${signToken(`bench-${member}`, secret)}`,
  joinedOnOpen: false,
  hear(text, member = 0) {
    if (text.includes('"type":"connection"'))
      return { answer: JSON.stringify({ action: 'joinRoom', roomId: roomOf(member, rooms) }) };
    if (text.includes('"type":"joinedRoom"')) return { joined: true };
    if (text.includes('"type":"error"')) throw new Error(`noroshi said ${text.slice(0, 200)}`);
    return {};
  },
  message: (content, member = 0) => JSON.stringify({ action: 'message', roomId: roomOf(member, rooms), content }),
});

interface WireOptions {
  readonly target: Target;
  readonly frameBytes: number;
  readonly rooms: number;
}

const wires: Record<WireName, (options: WireOptions) => Wire> = {
  echo: ({ frameBytes, rooms }) => echo(frameBytes, rooms),
  'socket-io': ({ frameBytes, rooms }) => socketIo(frameBytes, rooms),
  'echo-languages': ({ frameBytes, rooms }) => bareLanguages(echo(frameBytes, rooms)),
  rooms: ({ target, rooms }) => roomsWire(target.secret ?? '', rooms),
  native: ({ target }) => nativeWire(target.secret ?? '', json),
  'native-msgpack': ({ target }) => nativeWire(target.secret ?? '', msgpack),
  languages: ({ target }) => languages(target, roomsWire(target.secret ?? '', 1)),
};

/** @param rooms how many; one unless given */
export const wireTo = (target: Target, frameBytes: number, rooms = 1): Wire =>
  wires[target.wire]({ target, frameBytes, rooms });
