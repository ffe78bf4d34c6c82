import type { ClientOptions } from './api/client.js';

/** Of the server; in a page its own origin. @throws TypeError where there is none */
export function urlOf({ url }: ClientOptions): string {
  const origin = url ?? (globalThis.location as Location | undefined)?.origin;
  if (origin === undefined) throw new TypeError('Outside a page the server has to be named: connect({ url })');
  return origin.replace(/\/$/, '');
}
