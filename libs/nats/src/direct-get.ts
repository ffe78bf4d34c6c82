import { createInbox, NoRespondersError, type Msg } from '@nats-io/nats-core';
import { EventLogUnavailable, type Position } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { onMessage } from './on-message.js';
import { readStoredHeaders, type StoredMessage } from './stored-message.js';

/** What the stream holds, whatever the subject. */
export interface StreamState {
  readonly first: Position;
  readonly last: Position;
  /** Something between the first and the last was removed. */
  readonly hasHoles: boolean;
}

export interface Batch {
  readonly messages: readonly StoredMessage[];
  /** There are later ones. */
  readonly more: boolean;
}

const TIMEOUT_MS = 5_000;
const MESSAGE_NOT_FOUND = 404;
const END_OF_BATCH = 204;
const CONNECTION_LOST = 'the connection to the event log was lost';

/**
 * The messages of one stream by position and subject, without a consumer. Every method throws EventLogUnavailable.
 *
 * In a cluster any copy may answer, also one that is behind: only `state` and `lastPosition` are asked of the leader.
 */
export class DirectGet {
  constructor(
    private readonly nats: Nats,
    private readonly stream: string,
  ) {}

  at(position: Position): Promise<StoredMessage | undefined> {
    return this.one(`$JS.API.DIRECT.GET.${this.stream}`, JSON.stringify({ seq: position }));
  }

  last(subject: string): Promise<StoredMessage | undefined> {
    return this.one(`$JS.API.DIRECT.GET.${this.stream}.${subject}`, '');
  }

  /** The leader's answer: everything that was acknowledged is in it. 0: there is none. */
  async lastPosition(subject: string): Promise<Position> {
    const answer = await this.ask(`$JS.API.STREAM.MSG.GET.${this.stream}`, JSON.stringify({ last_by_subj: subject }));
    const { message, error } = answer.json<LastMessage>();
    if (error && error.code !== MESSAGE_NOT_FOUND)
      throw new EventLogUnavailable(`the stream can't be asked: ${error.description}`);
    return message?.seq ?? 0;
  }

  async state(): Promise<StreamState> {
    const answer = await this.ask(`$JS.API.STREAM.INFO.${this.stream}`, '');
    const info = answer.json<StreamInfo>();
    if (!info.state)
      throw new EventLogUnavailable(`the stream can't be asked: ${info.error?.description ?? 'no state'}`);
    const { first_seq: first, last_seq: last, num_deleted: removed = 0 } = info.state;
    return { first, last, hasHoles: removed > 0 };
  }

  /** Messages of one subject in order, from a position on, inclusive. The server may send fewer than `size`. */
  batch(subject: string, from: Position, size: number): Promise<Batch> {
    this.assertConnected();
    const { connection } = this.nats;
    return new Promise((resolve, reject) => {
      const messages: StoredMessage[] = [];
      const inbox = createInbox();
      const end = (settle: () => void) => {
        clearTimeout(timer);
        stopWatching();
        subscription.unsubscribe();
        settle();
      };
      const fail = (reason: string) => end(() => reject(new EventLogUnavailable(reason)));
      const subscription = connection.subscribe(inbox, {
        callback: onMessage((message) => {
          const code = message.headers?.code ?? 0;
          if (code === 0) messages.push(toStored(message));
          else if (code === END_OF_BATCH) end(() => resolve({ messages, more: pendingAfter(message) > 0 }));
          else if (code === MESSAGE_NOT_FOUND) end(() => resolve({ messages, more: false }));
          else fail(`the stream did not answer a batch: ${message.headers?.status ?? ''}`);
        }),
      });
      const stopWatching = this.nats.onDisconnect(() => fail(CONNECTION_LOST));
      const timer = setTimeout(() => fail(`no end of a batch within ${TIMEOUT_MS} ms`), TIMEOUT_MS);
      const request = JSON.stringify({ next_by_subj: subject, seq: from, batch: size });
      connection.publish(`$JS.API.DIRECT.GET.${this.stream}`, request, { reply: inbox });
    });
  }

  private async one(subject: string, payload: string): Promise<StoredMessage | undefined> {
    const answer = await this.ask(subject, payload);
    const code = answer.headers?.code ?? 0;
    if (code === MESSAGE_NOT_FOUND) return undefined;
    if (code !== 0) throw new EventLogUnavailable(`the stream did not answer: ${answer.headers?.status ?? ''}`);
    return toStored(answer);
  }

  private async ask(subject: string, payload: string): Promise<Msg> {
    this.assertConnected();
    let stopWatching: () => void = () => undefined;
    const lost = new Promise<never>((_, reject) => {
      stopWatching = this.nats.onDisconnect(() => reject(new Error(CONNECTION_LOST)));
    });
    try {
      return await Promise.race([this.nats.connection.request(subject, payload, { timeout: TIMEOUT_MS }), lost]);
    } catch (cause) {
      const nobody = cause instanceof NoRespondersError;
      throw new EventLogUnavailable(nobody ? `there is no stream ${this.stream} now` : 'the event log did not answer', {
        cause,
      });
    } finally {
      stopWatching();
    }
  }

  /** nats.js would keep the request and throw it away when it dials again: the caller would wait for nothing. */
  private assertConnected(): void {
    if (!this.nats.isConnected()) throw new EventLogUnavailable('there is no connection to the event log');
  }
}

interface StreamInfo {
  readonly state?: { readonly first_seq: number; readonly last_seq: number; readonly num_deleted?: number };
  readonly error?: { readonly description: string };
}

interface LastMessage {
  readonly message?: { readonly seq: number };
  readonly error?: { readonly code: number; readonly description: string };
}

const pendingAfter = ({ headers }: Msg): number => Number(headers?.get('Nats-Num-Pending') ?? 0);

function toStored({ headers, data }: Msg): StoredMessage {
  if (!headers) throw new EventLogUnavailable('a message without headers came from the stream');
  return { headers: readStoredHeaders(headers), data };
}
