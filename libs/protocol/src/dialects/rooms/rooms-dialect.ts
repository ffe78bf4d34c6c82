import type { Dialect } from '../../dialect.js';
import { decode } from './decode.js';
import { encode } from './encode.js';

const nothing = Object.freeze({});

/** Action-routed JSON: the language of "WebSocket API gateway + functions" chat back ends (README.md beside this file). */
export const roomsDialect: Dialect<object, string> = {
  name: 'rooms',
  traits: (query) => ({ oneRoom: query.get('rooms') !== 'many' }),
  begin: () => nothing,
  decode,
  encode,
};
