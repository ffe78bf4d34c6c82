import type { NatsOptions } from '@nestjs/microservices';
import type { Metrics, Tracing } from '@noroshi/telemetry';

export interface RequestWatchers {
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
}

/** A request as the transport brings it. */
export interface RequestMessage {
  readonly headers?: { get(name: string): string };
}

export type WatchRequest = <T>(channel: string, message: RequestMessage, handle: () => Promise<T>) => Promise<T>;

/** Looks on while a request is handled: how long it takes, and as part of whose trace. */
export function requestWatch({ metrics, tracing }: RequestWatchers): WatchRequest {
  const seconds = metrics.histogram('noroshi_request_seconds');
  return async (channel, message, handle) => {
    const operation = channel.slice(channel.indexOf('.') + 1);
    const began = performance.now();
    try {
      if (!tracing) return await handle();
      // nats.js answers an empty text for a header that is not there.
      const from = message.headers?.get('traceparent') || undefined;
      return await tracing.follow(from, { name: `serve ${operation}`, kind: 'server' }, handle);
    } finally {
      seconds.observe({ operation }, (performance.now() - began) / 1000);
    }
  };
}

type Transport = NonNullable<NatsOptions['options']>;

/** What Nest sends: an answer, an error, or that there is no more of either. */
interface Packet {
  readonly response?: unknown;
  readonly err?: unknown;
}

/** The same transport, with its answers counted. */
export function countAnswers(transport: Transport, metrics: Metrics): Transport {
  const { serializer } = transport;
  if (!serializer) return transport;
  const answers = metrics.counter('noroshi_requests_total');
  return {
    ...transport,
    serializer: {
      serialize: (packet: Packet, options?: Record<string, unknown>) => {
        const code = codeOf(packet);
        if (code !== undefined) answers.inc({ code });
        return serializer.serialize(packet, options) as unknown;
      },
    },
  };
}

function codeOf({ response, err }: Packet): string | undefined {
  if (err !== undefined) return 'unavailable';
  if (typeof response !== 'object' || response === null) return response === undefined ? undefined : 'ok';
  const { ok, code } = response as { readonly ok?: unknown; readonly code?: unknown };
  return ok === false ? String(code) : 'ok';
}
