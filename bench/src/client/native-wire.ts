import { pack, unpackMultiple } from 'msgpackr';
import { signToken } from './token.js';
import type { Message, Wire } from './wire.js';

const ROOM = 'bench';

/** How the native language is written. */
interface Writing {
  readonly subprotocol: string;
  readonly write: (fields: object) => Message;
}

export const json: Writing = { subprotocol: 'noroshi.v1.json', write: (fields) => JSON.stringify(fields) };
export const msgpack: Writing = { subprotocol: 'noroshi.v1.msgpack', write: pack };

/** The language of the client library. A message has an id of its own there, and its sender is told that it was accepted. */
export const nativeWire = (secret: string, { subprotocol, write }: Writing): Wire => ({
  path: () => '/connect',
  headers: (member) => ({
    Authorization: `Bearer ${signToken(`bench-${member}`, secret)}`,
    'Sec-WebSocket-Protocol': subprotocol,
  }),
  joinedOnOpen: false,
  textOf: (frame) => JSON.stringify(unpackMultiple(frame)),
  hear(text) {
    if (text.includes('"type":"connection"')) return { answer: write({ action: 'joinRoom', roomId: ROOM }) };
    if (text.includes('"type":"joinedRoom"')) return { joined: true };
    if (text.includes('"type":"error"')) throw new Error(`noroshi said ${text.slice(0, 200)}`);
    return {};
  },
  // Without the mark, so that what answers it is not taken for a delivery.
  message: (content) =>
    write({ action: 'message', roomId: ROOM, content, clientMessageId: content.replace(/[^0-9]/g, '') }),
});
