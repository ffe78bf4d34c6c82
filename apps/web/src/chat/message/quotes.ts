import type { Message, Rest } from '@noroshi/client';
import { createContext, use, useEffect, useState } from 'react';
import { asFields, text } from '../../json/fields.js';

/** Of a message that another one answers. */
export interface Quote {
  readonly messageId: string;
  readonly offset: string;
  readonly name: string;
  readonly content: string;
}

function quoteOf(body: unknown): Quote | undefined {
  const fields = asFields(body);
  const [messageId, offset] = fields ? [text(fields, 'messageId'), text(fields, 'offset')] : [];
  if (!fields || !messageId || !offset) return undefined;
  const userId = text(fields, 'userId') ?? '';
  return { messageId, offset, name: text(fields, 'username') ?? userId, content: text(fields, 'content') ?? '' };
}

/** The messages of one room that others answer: what is shown already, else asked for once. */
export class Quotes {
  readonly #rest: Rest;
  readonly #roomId: string;
  readonly #asked = new Map<string, Promise<Quote | undefined>>();
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

  /** Undefined: there is none that this user may see. */
  find(messageId: string): Promise<Quote | undefined> {
    const held = this.held(messageId);
    if (held) return Promise.resolve(held);
    const asked = this.#asked.get(messageId) ?? this.#ask(messageId);
    this.#asked.set(messageId, asked);
    return asked;
  }

  #ask(messageId: string): Promise<Quote | undefined> {
    const path = `/rooms/${encodeURIComponent(this.#roomId)}/messages/${encodeURIComponent(messageId)}`;
    return this.#rest.request('GET', path).then(quoteOf, () => {
      this.#asked.delete(messageId);
      return undefined;
    });
  }
}

export const QuotesContext = createContext<Quotes | undefined>(undefined);

/** `loading` is told apart from nothing to be shown. */
export function useQuote(messageId: string): Quote | 'loading' | undefined {
  const quotes = use(QuotesContext);
  const [found, setFound] = useState<Quote | 'loading' | undefined>(() => quotes?.held(messageId) ?? 'loading');
  useEffect(() => {
    let isWanted = true;
    void quotes?.find(messageId).then((quote) => {
      if (isWanted) setFound(quote);
    });
    return () => void (isWanted = false);
  }, [quotes, messageId]);
  return found;
}
