import type { ErrorFrame } from '../../server-frame.js';
import { parseJson } from '../../parse-json.js';

export type ParsedEnvelope =
  | {
      readonly ok: true;
      readonly type: string;
      /** Without fields that are `null`: they mean absent. */
      readonly data: Record<string, unknown>;
      readonly id?: string;
    }
  | { readonly ok: false; readonly error: ErrorFrame };

const MAX_ID = 128;

/** `{type, data, timestamp, id?}` as a client sent it; its timestamp says nothing that anybody relies on. */
export function parseEnvelope(text: string): ParsedEnvelope {
  const parsed = parseJson(text);
  if (!parsed.ok) return refused(parsed.code);
  const { value } = parsed;
  if (!isObject(value)) return refused('invalid_frame', 'A frame is a JSON object');
  const { type, data = {}, id } = value;
  if (typeof type !== 'string') return refused('invalid_frame', 'type is required');
  const fields = data ?? {};
  if (!isObject(fields)) return refused('invalid_frame', 'data is an object');
  return { ok: true, type, data: withoutNulls(fields), ...(isId(id) ? { id } : {}) };
}

/** `timestamp` in milliseconds since 1970. */
export const formatEnvelope = (
  ...[type, data, timestamp, id]: readonly [type: string, data: unknown, timestamp: number, id?: string | undefined]
): string => JSON.stringify({ type, data, timestamp, ...(id === undefined ? {} : { id }) });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isId = (id: unknown): id is string => typeof id === 'string' && id !== '' && id.length <= MAX_ID;

const withoutNulls = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const refused = (code: ErrorFrame['code'], message?: string): ParsedEnvelope => ({
  ok: false,
  error: { kind: 'error', code, ...(message === undefined ? {} : { message }) },
});
