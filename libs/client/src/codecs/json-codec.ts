import type { Codec } from '../ports/codec.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { isFrame } from './is-frame.js';

/** One frame of text; undefined: it is none. */
export const readJsonFrame = (text: string): ServerFrame | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isFrame(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Frames as JSON, one a line: JSON never has a line break of its own. */
export const jsonCodec: Codec = {
  subprotocol: 'noroshi.v1.json',
  encode: (frames) => frames.map((frame) => JSON.stringify(frame)).join('\n'),
  decode: (data) =>
    (typeof data === 'string' ? data : new TextDecoder().decode(data))
      .split('\n')
      .flatMap((line) => readJsonFrame(line) ?? []),
};
