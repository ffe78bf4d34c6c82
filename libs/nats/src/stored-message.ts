import type { MsgHdrs } from '@nats-io/nats-core';
import type { Event, Lane, Position, RecordedEvent } from '@noroshi/event-sourcing';
import { readStoredEvent } from './stored-event.js';

/** What JetStream says about a message that it stored, in direct gets and on the republished subject alike. */
export interface StoredHeaders {
  readonly subject: string;
  readonly position: Position;
  /** The previous position of the same subject, 0 when it is the first. */
  readonly previous: Position;
  readonly recordedAt: number;
  readonly messageId: string;
  /** The fence that held when it was stored: the last position of another subject. */
  readonly fence: { readonly subject: string; readonly position: Position } | undefined;
  /** Of the append, where that was traced. */
  readonly trace: string | undefined;
}

/** One pass over the headers: nats.js looks through all of them for each one asked for. */
export function readStoredHeaders(headers: MsgHdrs): StoredHeaders {
  const fields = new Map<string, string>();
  for (const [name, [value = '']] of headers) fields.set(name, value);
  const text = (name: string) => fields.get(name) ?? '';
  const number = (name: string) => Number(text(name));
  const fence = fields.get(fenceHeaders.subject);
  return {
    subject: text('Nats-Subject'),
    position: number('Nats-Sequence'),
    previous: number('Nats-Last-Sequence'),
    recordedAt: Date.parse(text('Nats-Time-Stamp')),
    messageId: text('Nats-Msg-Id'),
    fence: fence === undefined ? undefined : { subject: fence, position: number(fenceHeaders.position) },
    trace: fields.get(traceHeader),
  };
}

export const fenceHeaders = {
  position: 'Nats-Expected-Last-Subject-Sequence',
  subject: 'Nats-Expected-Last-Subject-Sequence-Subject',
} as const;

/** Of W3C Trace Context. */
export const traceHeader = 'traceparent';

export interface StoredMessage {
  readonly headers: StoredHeaders;
  readonly data: Uint8Array;
}

export function toRecorded<E extends Event>({ data, headers }: StoredMessage, lane: Lane): RecordedEvent<E> {
  const { position, recordedAt, trace } = headers;
  const recorded = { event: readStoredEvent(data, lane) as E, lane, position, recordedAt };
  return trace === undefined ? recorded : { ...recorded, trace };
}
