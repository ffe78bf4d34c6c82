import type { Dialect } from '../../dialect.js';
import { decodeLine, decodeLines } from './decode.js';
import { fieldsOf } from './encode.js';
import { traits } from './traits.js';

const nothing = Object.freeze({});

/** The language of the client library, as JSON (README.md beside this file). */
export const nativeJsonDialect: Dialect<object, string> = {
  name: 'native',
  traits,
  begin: () => nothing,
  decode: decodeLine,
  decodeAll: decodeLines,
  encode: (frame) => {
    const fields = fieldsOf(frame);
    return fields && JSON.stringify(fields);
  },
  joined: (frames) => frames.join('\n'),
};
