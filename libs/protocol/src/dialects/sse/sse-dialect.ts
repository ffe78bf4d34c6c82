import { fingerprintOf } from '@noroshi/domain';
import type { Dialect } from '../../dialect.js';
import type { ServerFrame } from '../../server-frame.js';
import { fieldsOf as nativeFieldsOf } from '../native/encode.js';
import { fieldsOf as roomsFieldsOf } from '../rooms/encode.js';
import { sseEvent } from './sse-event.js';
import { begin, cursorAfter, type StreamMemory } from './stream-memory.js';

/** Milliseconds after which a client whose stream has ended comes back, and over how many more all of them are spread. */
const BACK_AFTER_MS = 1000;
const SPREAD_MS = 1000;

/** How the product is doing, which the rooms dialect does not say. */
const streamed: ReadonlySet<ServerFrame['kind']> = new Set(['metrics', 'rooms', 'alert', 'systemEvent']);

/** Server-sent events: what the rooms dialect says, for those who only listen (README.md beside this file). */
export const sseDialect: Dialect<StreamMemory, string> = {
  name: 'sse',
  traits: () => ({ oneRoom: false, listens: true }),
  begin,
  decode: () => ({ ok: false, error: { kind: 'error', code: 'unknown_action' } }),
  encode: (frame) => {
    const fields = streamed.has(frame.kind) ? nativeFieldsOf(frame) : roomsFieldsOf(frame);
    return fields && retryOf(frame) + sseEvent(fields);
  },
  address: (text, frame) => (memory) => {
    const cursor = cursorAfter(frame, memory);
    return cursor === undefined ? `${text}\n` : `${text}id: ${cursor}\n\n`;
  },
};

/** Differs from client to client, so that those of a gateway that is gone do not come all at once. */
function retryOf(frame: ServerFrame): string {
  if (frame.kind === 'connected') return retryLine((fingerprintOf(frame.connectionId) >>> 0) % SPREAD_MS);
  return frame.kind === 'reconnect' ? retryLine(frame.afterMs % SPREAD_MS) : '';
}

const retryLine = (later: number): string => `retry: ${BACK_AFTER_MS + later}\n`;
