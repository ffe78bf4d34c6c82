import { parseJson } from '@noroshi/protocol';
import type { HttpResponse } from 'uWebSockets.js';
import { Refused } from '../refusal.js';
import { readBytes } from './body-bytes.js';

const MAX_BODY_BYTES = 64 * 1024;

/** To be called within the library's callback. Undefined: the body is empty. @throws Refused */
export async function readBody(response: HttpResponse): Promise<unknown> {
  const bytes = await readBytes(response, MAX_BODY_BYTES);
  if (!bytes) throw new Refused('body_too_large');
  if (bytes.length === 0) return undefined;
  const parsed = parseJson(bytes.toString('utf8'));
  if (parsed.ok) return parsed.value;
  throw parsed.code === 'invalid_json' ? new Refused(parsed.code, NO_JSON) : new Refused(parsed.code);
}

const NO_JSON = 'The body is not valid JSON';
