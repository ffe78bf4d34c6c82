import type { Msg, MsgHdrs } from '@nats-io/nats-core';
import type { NodeConnectionOptions } from '@nats-io/transport-node';
import { connectionOptions, type NatsOptions } from './connect.js';
import { serviceQueue } from './subjects.js';

/** What NestJS sends for one request: values, an error, and the end, of which it may join two. */
interface OutgoingPacket {
  readonly response?: unknown;
  readonly err?: unknown;
}

interface IncomingPacket {
  readonly pattern: string;
  readonly data: unknown;
  /** Nest answers only what has an id. */
  readonly id?: string;
}

export interface NestNatsOptions extends NodeConnectionOptions {
  /** The queue group that shares the requests: the service's name. */
  readonly queue: string;
  readonly serializer: { serialize(packet: OutgoingPacket): { readonly data: string; readonly headers?: MsgHdrs } };
  readonly deserializer: { deserialize(message: Msg, options?: NestRequest): IncomingPacket };
}

interface NestRequest {
  readonly channel?: string;
  readonly replyTo?: string;
}

/**
 * Options of NestJS's NATS transport that make it speak as our command bus does: a request is plain JSON, its answer is
 * the handler's value as plain JSON. Controllers use `serviceSubject(address)` as the message pattern. A handler that
 * throws is answered as `{ ok: false, code: 'unavailable' }`; Nest logs the error.
 */
export const nestNatsOptions = (options: Pick<NatsOptions, 'url' | 'name'> & { readonly service: string }) =>
  ({
    ...connectionOptions(options),
    queue: serviceQueue(options.service),
    serializer: {
      serialize: ({ err, response }) => ({
        data: JSON.stringify(err === undefined ? (response ?? null) : unavailableAnswer),
      }),
    },
    deserializer: {
      deserialize: (message, { channel, replyTo } = {}) => ({
        pattern: channel ?? message.subject,
        data: parse(message),
        ...(replyTo ? { id: replyTo } : {}),
      }),
    },
  }) satisfies NestNatsOptions as NestNatsOptions;

const unavailableAnswer = { ok: false, code: 'unavailable' };

/** Bytes that are no JSON reach the handler as undefined: its own check of the request refuses them. */
function parse(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
