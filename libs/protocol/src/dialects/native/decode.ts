import type { Decoded } from '../../dialect.js';
import { parseJson } from '../../parse-json.js';
import { isObject, refuse } from '../client-fields.js';
import { actionDecoder } from '../rooms/decode-action.js';
import { toFrame } from '../rooms/decode.js';
import { schemas } from './schemas.js';

const decodeBody = actionDecoder(schemas, {
  ...toFrame,
  follow: () => ({ kind: 'follow' }),
  statuses: ({ userIds }) => ({ kind: 'statuses', ...(userIds === undefined ? {} : { userIds }) }),
  attention: ({ isThere }) => ({ kind: 'attention', isThere }),
  notifications: () => ({ kind: 'heedNotifications' }),
  readNotification: ({ id }) => ({ kind: 'notifications', change: 'read', id }),
  removeNotification: ({ id }) => ({ kind: 'notifications', change: 'remove', id }),
  readAllNotifications: () => ({ kind: 'notifications', change: 'readAll' }),
  clearNotifications: () => ({ kind: 'notifications', change: 'clear' }),
  watch: ({ streams }) => ({ kind: 'watch', streams }),
  unwatch: ({ streams }) => ({ kind: 'unwatch', streams }),
});

/** One frame, whatever it was written in. Its `ref` is on the refusal as well. */
export function decodeFrame(body: unknown): Decoded {
  const ref = isObject(body) ? (body['ref'] ?? undefined) : undefined;
  if (ref === undefined) return decodeBody(body);
  if (!isRef(ref)) return refuse('invalid_frame', { message: 'ref is a whole number' });
  const decoded = decodeBody(body);
  return decoded.ok ? { ...decoded, ref } : { ok: false, error: { ...decoded.error, ref } };
}

const isRef = (ref: unknown): ref is number => Number.isSafeInteger(ref) && (ref as number) >= 0;

export function decodeLine(line: string): Decoded {
  const parsed = parseJson(line);
  return parsed.ok ? decodeFrame(parsed.value) : refuse(parsed.code);
}

/** A frame a line: JSON has no line breaks but between its parts, where nobody needs one. Empty lines are nothing. */
export function decodeLines(message: string | Uint8Array): readonly Decoded[] {
  if (typeof message !== 'string') return [refuse('binary_not_supported')];
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? [refuse('invalid_json')] : lines.map(decodeLine);
}
