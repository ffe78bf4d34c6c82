import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection, type NodeConnectionOptions, type Status } from '@nats-io/transport-node';
import type { Logger } from '@noroshi/telemetry';
import { Signal } from './signal.js';

export interface NatsOptions {
  /** `nats://host:port`, or several separated by commas. */
  readonly url: string;
  /** Shown by the server's own monitoring. */
  readonly name: string;
  readonly log?: Pick<Logger, 'info' | 'warn'>;
  /** How long a service may wait for a server that is not up yet; 60,000 by default. */
  readonly firstConnectTimeoutMs?: number;
}

/** One connection, that comes back by itself for as long as it is not drained. */
export interface Nats {
  readonly connection: NatsConnection;
  isConnected(): boolean;
  /** Called when the server is gone; what was in flight is lost. Returns how to stop listening. */
  onDisconnect(listener: () => void): () => void;
  /** Called when subscriptions are in place again. Returns how to stop listening. */
  onReconnect(listener: () => void): () => void;
  /** Handles what has arrived, sends what is waiting, and closes. Safe to call twice. */
  drain(): Promise<void>;
}

/** No server answered within `firstConnectTimeoutMs`. */
export class NatsUnreachable extends Error {
  override readonly name = 'NatsUnreachable';
}

const FIRST_CONNECT_TIMEOUT_MS = 60_000;
const FIRST_CONNECT_PAUSE_MS = 250;

/** A half-open connection is noticed within two of these. */
const PING_INTERVAL_MS = 5_000;

/** How every connection of ours is made, NestJS's own included. */
export const connectionOptions = ({ url, name }: Pick<NatsOptions, 'url' | 'name'>): NodeConnectionOptions => ({
  servers: url.split(',').map((server) => server.trim()),
  name,
  maxReconnectAttempts: -1,
  reconnectTimeWait: 100,
  reconnectJitter: 400,
  pingInterval: PING_INTERVAL_MS,
  maxPingOut: 2,
  timeout: 5_000,
  // A stack trace for each request costs more than the request.
  noAsyncTraces: true,
});

/** @throws NatsUnreachable */
export async function connectNats(options: NatsOptions): Promise<Nats> {
  return watch(await firstConnect(options), options);
}

async function firstConnect(options: NatsOptions): Promise<NatsConnection> {
  const { url, log, firstConnectTimeoutMs = FIRST_CONNECT_TIMEOUT_MS } = options;
  const deadline = Date.now() + firstConnectTimeoutMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connect(connectionOptions(options));
    } catch (cause) {
      if (Date.now() + FIRST_CONNECT_PAUSE_MS > deadline) {
        throw new NatsUnreachable(`no NATS server answered at ${url} within ${firstConnectTimeoutMs} ms`, { cause });
      }
      if (attempt === 1) log?.warn('waiting for NATS', { url, cause });
      await delay(FIRST_CONNECT_PAUSE_MS);
    }
  }
}

function watch(connection: NatsConnection, { log, url }: NatsOptions): Nats {
  const disconnects = new Signal();
  const reconnects = new Signal();
  let connected = true;
  const onStatus = (status: Status) => {
    if (status.type === 'error') log?.warn('NATS reports an error', { cause: status.error });
    else if (status.type === 'disconnect' && connected) {
      connected = false;
      log?.warn('NATS is gone', { url });
      disconnects.tell();
    } else if (status.type === 'reconnect') {
      connected = true;
      log?.info('NATS is back', { url });
      reconnects.tell();
    }
  };
  void (async () => {
    for await (const status of connection.status()) onStatus(status);
  })();
  return {
    connection,
    isConnected: () => connected && !connection.isClosed(),
    onDisconnect: (listener) => disconnects.listen(listener),
    onReconnect: (listener) => reconnects.listen(listener),
    drain: async () => {
      if (!connection.isClosed() && !connection.isDraining()) {
        // Without a server there is nothing left to wait for.
        await connection.drain().catch(() => connection.close());
      }
      await connection.closed();
    },
  };
}
