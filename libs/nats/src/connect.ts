import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection, type NodeConnectionOptions, type Status } from '@nats-io/transport-node';
import type { Logger, Metrics, Tracing } from '@noroshi/telemetry';
import { Signal } from './signal.js';

export interface NatsOptions {
  /** `nats://host:port`, or several separated by commas. */
  readonly url: string;
  /** Shown by the server's own monitoring. */
  readonly name: string;
  readonly log?: Pick<Logger, 'info' | 'warn'>;
  /** Where it is counted what goes over the connection. */
  readonly metrics?: Metrics;
  /** What goes over the connection carries where it belongs in a trace. */
  readonly tracing?: Tracing | undefined;
}

/** One connection, that comes back by itself for as long as it is not drained. */
export interface Nats {
  readonly connection: NatsConnection;
  /** As it was given. */
  readonly name: string;
  readonly metrics: Metrics | undefined;
  readonly tracing: Tracing | undefined;
  isConnected(): boolean;
  /** Whether the server answers in time, within a second unless given: one that hangs keeps its connections for a while. */
  answers(timeoutMs?: number): Promise<boolean>;
  /** Whether it answers, as one of the things that a process depends on. */
  state(): Promise<{ readonly nats: 'up' | 'down' }>;
  /** Called when the server is gone; what was in flight is lost. Returns how to stop listening. */
  onDisconnect(listener: () => void): () => void;
  /** Called when subscriptions are in place again. Returns how to stop listening. */
  onReconnect(listener: () => void): () => void;
  /** Handles what has arrived, sends what is waiting, and closes. Safe to call twice. */
  drain(): Promise<void>;
}

const FIRST_CONNECT_PAUSE_MS = 250;
/** Tries between two lines in the log: about half a minute while the server refuses at once. */
const TRIES_PER_WARNING = 120;

const ANSWER_MS = 1_000;

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

/** Waits for a server that is not there yet, however long: a service that gave up would only be started again. */
export async function connectNats(options: NatsOptions): Promise<Nats> {
  return watch(await firstConnect(options), options);
}

async function firstConnect(options: NatsOptions): Promise<NatsConnection> {
  const { url, log } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connect(connectionOptions(options));
    } catch (cause) {
      if (attempt % TRIES_PER_WARNING === 1) log?.warn('waiting for NATS', { url, cause });
      await delay(FIRST_CONNECT_PAUSE_MS);
    }
  }
}

async function answersSoon(connection: NatsConnection, timeoutMs: number): Promise<boolean> {
  if (connection.isClosed()) return false;
  const tooLate = new AbortController();
  try {
    return await Promise.race([
      connection.flush().then(() => true),
      delay(timeoutMs, false, { signal: tooLate.signal }),
    ]);
  } catch {
    return false;
  } finally {
    tooLate.abort();
  }
}

function watch(connection: NatsConnection, { log, url, name, metrics, tracing }: NatsOptions): Nats {
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
  const isConnected = () => connected && !connection.isClosed();
  const answers = (timeoutMs = ANSWER_MS) => answersSoon(connection, timeoutMs);
  metrics?.gauge('noroshi_nats_up_count', () => Number(isConnected()));
  return {
    ...{ connection, name, metrics, tracing, isConnected },
    answers,
    state: async () => ({ nats: isConnected() && (await answers()) ? 'up' : 'down' }),
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
