import type { ErrorFrame } from '../../server-frame.js';
import { parseJson } from '../../parse-json.js';
import { isObject, refuse, withoutNulls, type ClientFields } from '../client-fields.js';

export type ParsedEnvelope =
  | {
      readonly ok: true;
      readonly type: string;
      /** Without fields that are `null`: they mean absent. */
      readonly data: ClientFields;
      readonly id?: string;
    }
  | { readonly ok: false; readonly error: ErrorFrame };

const MAX_ID = 128;

/** `{type, data, timestamp, id?}` as a client sent it; its timestamp says nothing that anybody relies on. */
export function parseEnvelope(text: string): ParsedEnvelope {
  const parsed = parseJson(text);
  if (!parsed.ok) return refuse(parsed.code);
  const { value } = parsed;
  if (!isObject(value)) return refuse('invalid_frame', { message: 'A frame is a JSON object' });
  const { type, data = {}, id } = value;
  if (typeof type !== 'string') return refuse('invalid_frame', { message: 'type is required' });
  const fields = data ?? {};
  if (!isObject(fields)) return refuse('invalid_frame', { message: 'data is an object' });
  return { ok: true, type, data: withoutNulls(fields), ...(isId(id) ? { id } : {}) };
}

/** `timestamp` in milliseconds since 1970. */
export const formatEnvelope = (
  ...[type, data, timestamp, id]: readonly [type: string, data: unknown, timestamp: number, id?: string | undefined]
): string => JSON.stringify({ type, data, timestamp, ...(id === undefined ? {} : { id }) });

const isId = (id: unknown): id is string => typeof id === 'string' && id !== '' && id.length <= MAX_ID;
