import type { Dialect } from '../../../dialect.js';
import { decode } from './decode.js';
import { encode } from './encode.js';

const nothing = Object.freeze({});

/** Envelopes over `/ws/chat`: the language of hook-based front ends that chat (README.md beside this file). */
export const chatDialect: Dialect<object, string> = {
  name: 'envelope-chat',
  traits: () => ({ oneRoom: false, readsOpenRoom: true }),
  begin: () => nothing,
  decode,
  encode,
};
