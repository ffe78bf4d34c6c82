import { decodeMulti, encode } from '@msgpack/msgpack';
import type { Codec } from '../ports/codec.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { isFrame } from './is-frame.js';

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** What can be read up to the first byte that can't: after it nobody knows where a frame begins. */
const framesIn = (bytes: Uint8Array): ServerFrame[] => {
  const frames: ServerFrame[] = [];
  try {
    for (const value of decodeMulti(bytes)) if (isFrame(value)) frames.push(value);
  } catch {
    // Told as every frame that can't be read: it is left out.
  }
  return frames;
};

/** Frames as MessagePack values, one after the other: fewer bytes than JSON, for clients that count them. */
export const msgpackCodec: Codec = {
  subprotocol: 'noroshi.v1.msgpack',
  encode: (frames) => joined(frames.map((frame) => encode(frame, { ignoreUndefined: true }))),
  decode: (data) => framesIn(typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data)),
};
