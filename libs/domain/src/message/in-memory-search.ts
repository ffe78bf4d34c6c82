import type { Position } from '@noroshi/event-sourcing';
import type { Message, SearchPage, SearchQuery } from './message-history.js';
import { foldedForSearch, searchWords } from './search-words.js';

/** Everybody else waits while one search looks. */
const MAX_LOOKED_AT = 50_000;

/** Finds in what is held of each room, each in order of position; looks at a bounded number of messages of each at a time. */
export function searchIn(
  rooms: readonly (readonly Message[])[],
  { text, before = Number.POSITIVE_INFINITY, limit }: Omit<SearchQuery, 'roomIds'>,
): SearchPage {
  const words = searchWords(text);
  const atMost = Math.max(1, Math.floor(MAX_LOOKED_AT / Math.max(1, rooms.length)));
  const looks = rooms.map((messages) => lookBack(messages, { words, before, atMost }));
  const floor = Math.max(0, ...looks.map((look) => look.floor));
  const found = looks
    .flatMap((look) => look.found)
    .filter(({ position }) => position >= floor)
    .sort((a, b) => a.position - b.position);
  const items = found.slice(-limit);
  const rest = found.length > items.length ? (items[0]?.position ?? floor) : floor;
  return { items, ...(rest > 0 ? { before: rest } : {}) };
}

interface Look {
  readonly found: readonly Message[];
  /** Whatever matches from here on was found; 0: nothing is left. */
  readonly floor: Position;
}

function lookBack(
  messages: readonly Message[],
  { words, before, atMost }: { readonly words: readonly string[]; readonly before: Position; readonly atMost: number },
): Look {
  const found: Message[] = [];
  let looked = 0;
  let floor: Position = 0;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (!message || message.position >= before) continue;
    if (looked === atMost) return { found, floor };
    looked += 1;
    floor = message.position;
    if (holds(message, words)) found.push(message);
  }
  return { found, floor: 0 };
}

const holds = ({ content, deletedAt }: Message, words: readonly string[]): boolean => {
  if (deletedAt !== undefined || words.length === 0) return false;
  const folded = foldedForSearch(content);
  return words.every((word) => folded.includes(word));
};
