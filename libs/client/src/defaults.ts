import type { ClientOptions } from './api/client.js';
import type { TransportName } from './api/connection-state.js';
import { jsonCodec } from './codecs/json-codec.js';
import { createCore, type Core, type CoreOptions } from './core/core.js';
import { lazyTransport } from './fallback/lazy-transport.js';
import type { OutboxStore } from './ports/outbox-store.js';
import type { Transport } from './ports/transport.js';
import { indexedDbOutbox } from './storage/indexed-db-outbox.js';
import { memoryOutbox } from './storage/memory-outbox.js';
import { webSocketTransport } from './transport/web-socket-transport.js';
import { urlOf } from './url-of.js';

/** A core of what nobody said otherwise. */
export const coreOf = (options: ClientOptions): Core => createCore(coreOptionsOf(options));

function coreOptionsOf(options: ClientOptions): CoreOptions {
  const url = urlOf(options);
  const names = options.transports ?? ALL;
  return {
    url,
    transports: names.map((name) => transportsOf[name](options)),
    outbox: options.outbox ?? defaultOutbox(url),
  };
}

const ALL: readonly TransportName[] = ['websocket', 'sse', 'poll'];

const overHttp = () => import('./fallback/http-transport.js');

const transportsOf: Readonly<Record<TransportName, (options: ClientOptions) => Transport>> = {
  websocket: ({ codec = jsonCodec, webSocket }) => webSocketTransport({ codec, webSocket }),
  sse: () => lazyTransport('sse', async () => (await overHttp()).eventStreamTransport),
  poll: () => lazyTransport('poll', async () => (await overHttp()).pollTransport),
};

/** One database for each server; in a page the only one that survives a reload. */
const defaultOutbox = (url: string): OutboxStore =>
  typeof indexedDB === 'undefined' ? memoryOutbox() : indexedDbOutbox(`noroshi ${url}`);
