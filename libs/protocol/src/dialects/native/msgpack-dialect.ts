import { Packr, Unpackr } from 'msgpackr';
import type { Dialect, Decoded } from '../../dialect.js';
import { refuse } from '../client-fields.js';
import { decodeFrame } from './decode.js';
import { fieldsOf } from './encode.js';
import { splitValues } from './split-values.js';
import { traits } from './traits.js';

const nothing = Object.freeze({});

/** Maps, arrays, texts, numbers, booleans and nil: what every decoder knows. */
const plain = { useRecords: false, mapsAsObjects: true, int64AsType: 'number', encodeUndefinedAsNil: true } as const;
const packr = new Packr(plain);
const unpackr = new Unpackr(plain);

/** The language of the client library, as MessagePack (README.md beside this file). */
export const nativeMsgpackDialect: Dialect<object, Uint8Array> = {
  name: 'native-msgpack',
  traits,
  begin: () => nothing,
  decode: () => refuse('text_not_supported'),
  decodeAll: (message) => (typeof message === 'string' ? [refuse('text_not_supported')] : decodeValues(message)),
  encode: (frame) => {
    const fields = fieldsOf(frame);
    return fields && packr.pack(fields);
  },
  joined,
};

/** Behind what can't be read nobody knows where a value begins. */
function decodeValues(message: Uint8Array): readonly Decoded[] {
  const { values, problem } = splitValues(message);
  const decoded = values.map(decodeValue);
  const isBad = problem !== undefined || decoded.length === 0;
  return isBad ? [...decoded, refuse(problem ?? 'invalid_msgpack')] : decoded;
}

function decodeValue(bytes: Uint8Array): Decoded {
  let value: unknown;
  try {
    value = unpackr.unpack(bytes);
  } catch {
    // Whole, but nothing that JSON has: a key that is no text. The library's complaint may repeat what was sent.
    return refuse('invalid_msgpack');
  }
  return decodeFrame(value);
}

function joined(frames: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(frames.reduce((length, frame) => length + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    whole.set(frame, at);
    at += frame.length;
  }
  return whole;
}
