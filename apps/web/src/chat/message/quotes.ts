import { NoroshiError, type Message, type Rest } from '@noroshi/client';
import { createContext, use, useEffect, useState } from 'react';
import { asFields, text } from '../../json/fields.js';

/** Of a message that another one answers. */
export interface Quote {
  readonly messageId: string;
  readonly offset: string;
  readonly name: string;
  readonly content: string;
}

function quoteOf(body: unknown): Quote {
  const fields = asFields(body);
  const [messageId, offset] = fields ? [text(fields, 'messageId'), text(fields, 'offset')] : [];
  if (!fields || !messageId || !offset) throw new NoroshiError('message_not_found', 'That is no message');
  const userId = text(fields, 'userId') ?? '';
  return { messageId, offset, name: text(fields, 'username') ?? userId, content: text(fields, 'content') ?? '' };
}

/** The messages of one room that others answer: what is shown already, else asked for once. */
export class Quotes {
  readonly #rest: Rest;
  readonly #roomId: string;
  readonly #asked = new Map<string, Promise<Quote>>();
  #shown: readonly Message[] = [];

  constructor(rest: Rest, roomId: string) {
    this.#rest = rest;
    this.#roomId = roomId;
  }

  show(messages: readonly Message[]): void {
    this.#shown = messages;
  }

  held(messageId: string): Quote | undefined {
    const found = this.#shown.find((message) => message.messageId === messageId);
    if (found?.offset === undefined) return undefined;
    return { messageId, offset: found.offset, name: found.author.name, content: found.content };
  }

  /** @throws NoroshiError: there is none that this user may see, or nobody can be asked */
  find(messageId: string): Promise<Quote> {
    const held = this.held(messageId);
    if (held) return Promise.resolve(held);
    const asked = this.#asked.get(messageId) ?? this.#ask(messageId);
    this.#asked.set(messageId, asked);
    return asked;
  }

  #ask(messageId: string): Promise<Quote> {
    const path = `/rooms/${encodeURIComponent(this.#roomId)}/messages/${encodeURIComponent(messageId)}`;
    const asked = this.#rest.request('GET', path).then(quoteOf);
    asked.catch(() => this.#asked.delete(messageId));
    return asked;
  }
}

export const QuotesContext = createContext<Quotes | undefined>(undefined);

/** `loading` is told apart from nothing to be shown. */
export function useQuote(messageId: string): Quote | 'loading' | undefined {
  const quotes = use(QuotesContext);
  const [found, setFound] = useState<Quote | 'loading' | undefined>(() => quotes?.held(messageId) ?? 'loading');
  useEffect(() => {
    let isWanted = true;
    const show = (quote?: Quote): void => {
      if (isWanted) setFound(quote);
    };
    quotes?.find(messageId).then(show, () => show());
    return () => void (isWanted = false);
  }, [quotes, messageId]);
  return found;
}
