import type { ServerFrame } from '../wire/server-frame.js';

export const roomOf = (frame: ServerFrame): string | undefined =>
  'roomId' in frame && typeof frame.roomId === 'string' ? frame.roomId : undefined;

/** Where the log has the frame; undefined: it does not, or the offset is not its own. */
export const offsetOf = (frame: ServerFrame): string | undefined =>
  'offset' in frame && 'timestamp' in frame && typeof frame.offset === 'string' && !pointing.has(frame.type)
    ? frame.offset
    : undefined;

/** Their offset is that of something else. */
const pointing: ReadonlySet<string> = new Set(['joinedRoom', 'read', 'accepted']);
