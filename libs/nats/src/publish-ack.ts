import type { Msg } from '@nats-io/nats-core';
import type { Position } from '@noroshi/event-sourcing';

export type Ack =
  | { readonly kind: 'stored'; readonly position: Position; readonly duplicate: boolean }
  /** The expected last position was not the last. The server does not always say which one is. */
  | { readonly kind: 'conflict'; readonly actual: Position | undefined }
  /** The stream, the account or the server has no room for it. */
  | { readonly kind: 'full'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

interface Answer {
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly err_code?: number; readonly description?: string };
}

const NO_RESPONDERS = 503;

/** With the actual position in its description, and (in a cluster, while another append is in flight) without. */
const wrongLastSequence = new Set([10071, 10164]);

/** Limits of the account, the server and its disk. */
const noResources = new Set([10002, 10023, 10028, 10047]);

/** The stream could not store it; the limits of a stream are told in words only. */
const STORE_FAILED = 10077;
const streamLimit = /^maximum (messages|bytes) exceeded/;

export function parseAck(message: Msg): Ack {
  if (message.data.length === 0) return { kind: 'unavailable', reason: reasonOfSilence(message) };
  const { error, seq = 0, duplicate = false } = message.json<Answer>();
  return error ? parseError(error) : { kind: 'stored', position: seq, duplicate };
}

function parseError({ err_code: code = 0, description = '' }: NonNullable<Answer['error']>): Ack {
  if (!wrongLastSequence.has(code)) {
    const kind = saysFull(code, description) ? 'full' : 'unavailable';
    return { kind, reason: `the stream refused: ${description} (${code})` };
  }
  const actual = /: (\d+)$/.exec(description)?.[1];
  return { kind: 'conflict', actual: actual === undefined ? undefined : Number(actual) };
}

const saysFull = (code: number, description: string): boolean =>
  noResources.has(code) || (code === STORE_FAILED && streamLimit.test(description));

const reasonOfSilence = ({ headers }: Msg): string =>
  headers?.code === NO_RESPONDERS ? 'no stream takes this subject now' : 'an empty acknowledgement';
