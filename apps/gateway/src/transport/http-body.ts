import { parseJson } from '@noroshi/protocol';
import type { HttpResponse } from 'uWebSockets.js';
import { Refused } from '../refusal.js';

const MAX_BODY_BYTES = 64 * 1024;

/** To be called within the library's callback. Undefined: the body is empty. @throws Refused */
export function readBody(response: HttpResponse): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.onData((chunk, isLast) => {
      size += chunk.byteLength;
      // The library reuses the bytes after this callback.
      if (size <= MAX_BODY_BYTES) chunks.push(Buffer.from(chunk.slice(0)));
      if (!isLast) return;
      if (size > MAX_BODY_BYTES) return reject(new Refused('body_too_large'));
      if (size === 0) return resolve(undefined);
      const parsed = parseJson(Buffer.concat(chunks).toString('utf8'));
      if (parsed.ok) resolve(parsed.value);
      else reject(parsed.code === 'invalid_json' ? new Refused(parsed.code, NO_JSON) : new Refused(parsed.code));
    });
  });
}

const NO_JSON = 'The body is not valid JSON';
