import type { HttpResponse } from 'uWebSockets.js';

/** To be called within the library's callback. Undefined: there are more. */
export function readBytes(response: HttpResponse, atMost: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.onData((chunk, isLast) => {
      size += chunk.byteLength;
      // The library reuses the bytes after this callback.
      if (size <= atMost) chunks.push(Buffer.from(chunk.slice(0)));
      if (isLast) resolve(size > atMost ? undefined : Buffer.concat(chunks));
    });
  });
}
