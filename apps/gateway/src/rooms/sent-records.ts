import type { Author, SentIds } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { MessagesClient } from '../services/service-clients.js';

/** The message that a client message id was first stored as. */
export interface FirstSent {
  readonly position: Position;
  readonly recordedAt: number;
}

/** What the messages service was not there to say. */
export const unknown = Symbol('unknown');

/** A messages service that was killed is often back by then. */
const PATIENCE_MS = 1_000;
/** Once it was waited for in vain, nobody waits again, and this long nobody even asks: posting goes on without it. */
const LEFT_ALONE_MS = 1_000;

export interface SentRecordsOptions {
  readonly messages: Pick<MessagesClient, 'sent' | 'sentAs'>;
  readonly now?: () => number;
}

/** What people have sent, as the history of all rooms tells it; one for the whole gateway. */
export class SentRecords {
  readonly #messages: SentRecordsOptions['messages'];
  readonly #now: () => number;
  /** Milliseconds since 1970; undefined while it answers. */
  #awaySince: number | undefined;

  constructor({ messages, now = Date.now }: SentRecordsOptions) {
    this.#messages = messages;
    this.#now = now;
  }

  /** Everything that `by` has sent in the room up to now. */
  async sent(roomId: string, by: Author): Promise<SentIds | typeof unknown> {
    const answer = await this.#ask((options) => this.#messages.sent({ roomId, by: author(by) }, options));
    return answer?.ok ? answer : unknown;
  }

  async sentAs(roomId: string, by: Author, clientMessageId: string): Promise<FirstSent | undefined | typeof unknown> {
    const request = { roomId, by: author(by), clientMessageId };
    const answer = await this.#ask((options) => this.#messages.sentAs(request, options));
    if (!answer?.ok) return unknown;
    return answer.message && { position: answer.message.position, recordedAt: answer.message.postedAt };
  }

  async #ask<A extends { readonly ok: boolean }>(
    request: (options: { readonly patienceMs: number }) => Promise<A>,
  ): Promise<A | undefined> {
    const away = this.#awaySince;
    if (away !== undefined && this.#now() - away < LEFT_ALONE_MS) return undefined;
    const answer = await request({ patienceMs: away === undefined ? PATIENCE_MS : 0 });
    this.#awaySince = answer.ok ? undefined : this.#now();
    return answer;
  }
}

const author = ({ id, guest }: Author): Author => ({ id, guest });
