import type { Rest } from '@noroshi/client';
import { useClient } from '@noroshi/react';
import { useRef, useState } from 'react';
import { asFields, list, text, texts } from '../../json/fields.js';
import { refusalOf, type Refusal } from '../../refusals/refusal.js';

export interface Found {
  readonly roomId: string;
  readonly messageId: string;
  readonly offset: string;
  readonly name: string;
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface SearchState {
  readonly phase: 'idle' | 'searching' | 'found' | 'failed';
  /** What was searched for. */
  readonly words: string;
  /** Newest first. */
  readonly found: readonly Found[];
  /** Give it as `before` for what is older. */
  readonly previous?: string;
  readonly refusal?: Refusal;
}

interface Query {
  readonly words: string;
  /** Undefined: in all of one's rooms. */
  readonly roomId: string | undefined;
}

function foundIn(value: unknown): Found[] {
  const names = ['roomId', 'messageId', 'offset', 'username', 'content', 'timestamp'] as const;
  const found = texts(asFields(value) ?? {}, names);
  if (!found) return [];
  const { username, timestamp, ...rest } = found;
  return [{ ...rest, name: username, at: Date.parse(timestamp) }];
}

async function ask(rest: Rest, { words, roomId }: Query, before?: string) {
  const query = new URLSearchParams({ q: words, ...(roomId && { room: roomId }), ...(before && { before }) });
  const body = asFields(await rest.request('GET', `/search?${query.toString()}`)) ?? {};
  const previous = text(body, 'previous');
  return { found: list(body, 'items').flatMap(foundIn).reverse(), ...(previous !== undefined && { previous }) };
}

/** What was said that holds all the words. An answer that is overtaken by another search is dropped. */
export function useSearch() {
  const { rest } = useClient();
  const [state, setState] = useState<SearchState>({ phase: 'idle', words: '', found: [] });
  const latest = useRef<Query>(undefined);

  const run = async (query: Query, held: readonly Found[], before?: string): Promise<void> => {
    latest.current = query;
    const { words } = query;
    setState({ phase: 'searching', words, found: held });
    try {
      const page = await ask(rest, query, before);
      if (latest.current === query) setState({ phase: 'found', words, ...page, found: [...held, ...page.found] });
    } catch (failure) {
      if (latest.current === query) setState({ phase: 'failed', words, found: held, refusal: refusalOf(failure) });
    }
  };
  return {
    state,
    start: (query: Query): void => void run(query, []),
    older: (): void => {
      if (latest.current && state.previous !== undefined) void run(latest.current, state.found, state.previous);
    },
  };
}
