import type { ClientOptions } from './api/client.js';
import { jsonCodec } from './codecs/json-codec.js';
import type { CoreOptions } from './core/core.js';
import { memoryOutbox } from './storage/memory-outbox.js';
import { webSocketTransport } from './transport/web-socket-transport.js';

/** Of the server; in a page its own origin. @throws TypeError where there is none */
export function urlOf({ url }: ClientOptions): string {
  const origin = url ?? (globalThis.location as Location | undefined)?.origin;
  if (origin === undefined) throw new TypeError('Outside a page the server has to be named: connect({ url })');
  return origin.replace(/\/$/, '');
}

/** What a core is made of where nobody says otherwise. */
export const coreOptionsOf = (options: ClientOptions): CoreOptions => ({
  url: urlOf(options),
  transports: [webSocketTransport({ codec: options.codec ?? jsonCodec, webSocket: options.webSocket })],
  outbox: options.outbox ?? memoryOutbox(),
});
